// Apart, as nock changes Node's HTTP for all that comes after it.
require('../together/suites').suites('addresses', (file) => file.startsWith('transport'));
