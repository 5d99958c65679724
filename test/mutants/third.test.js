// Apart, as nock changes Node's HTTP for all that comes after it.
require('./suites').suites('addresses', /^transport/);
