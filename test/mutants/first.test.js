require('../together/suites').suites('unit');
