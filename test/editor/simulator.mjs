import { tsImport } from 'tsx/esm/api';

/** Starts the simulator of both services, with believable data, and the page to write on. */
export async function startSeededSimulator({ page, ...ports }) {
	const { startSimulator, seed } = await tsImport('../simulator/index.ts', import.meta.url);
	const { startPage } = await tsImport('../simulator/page/server.ts', import.meta.url);
	const simulator = await startSimulator({ ports });
	seed(simulator);
	await startPage(simulator, { port: page });
	return simulator;
}

/** Credentials for n8n that open the simulator. */
export const credentialsFor = ({ tencent, agora }) => [
	{
		id: 'chatMuteTencent',
		name: 'Tencent Cloud Chat (simulator)',
		type: 'tencentCloudChatApi',
		data: {
			region: 'custom',
			baseUrl: tencent.url,
			authentication: 'secretKey',
			requestsPerSecond: 200,
			...tencent.credentials,
		},
	},
	{
		id: 'chatMuteAgora',
		name: 'Agora Chat (simulator)',
		type: 'agoraChatApi',
		data: {
			host: agora.url,
			project: 'orgAndApp',
			authentication: 'appCertificate',
			requestsPerSecond: 100,
			...pick(agora.credentials, [
				'orgName',
				'appName',
				'appId',
				'appCertificate',
				'callbackSecrets',
			]),
		},
	},
];

const pick = (values, names) => Object.fromEntries(names.map((name) => [name, values[name]]));
