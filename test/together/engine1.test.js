require('./suites').enginePart(0, 4);
