require('./suites').suites('unit');
