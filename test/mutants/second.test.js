const { suites } = require('../together/suites');

// Not those that wait in real time, for minutes in all: the unit tests see the same code in virtual time.
suites('engine', (file) => !/^(cancel|condemned|dropDowns|retries)/.test(file));
