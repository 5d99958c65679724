require('./suites').enginePart(3, 4);
