const { suites } = require('./suites');

// Not those that wait in real time, for minutes in all: the unit tests see the same code in virtual time.
suites('engine', /^(?!cancel|condemned|listSearch|retries)/);
