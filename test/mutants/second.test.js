const { suites } = require('./suites');

suites('engine');
suites('property', /^references\.test\.ts$/);
