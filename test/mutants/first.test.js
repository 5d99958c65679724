// Some install virtual time. As what one of them loads serves all, n8n's sleep has to know of it from the start.
jest.mock('n8n-workflow', () => jest.requireActual('../support/virtualTime').sleepingVirtually());

require('./suites').suites('unit');
