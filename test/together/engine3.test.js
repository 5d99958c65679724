require('./suites').enginePart(2, 4);
