require('./suites').enginePart(1, 4);
