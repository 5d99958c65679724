import { agoraEndpoint } from '../../credentials/endpoints/agora';
import type { Endpoint } from '../../credentials/endpoints/endpoint';
import { tencentEndpoint } from '../../credentials/endpoints/tencent';
import { agoraService } from '../../nodes/AgoraChat/service';
import type { Operation, Resource, RunContext } from '../../nodes/shared/model/operation';
import { readOptions } from '../../nodes/shared/operations/options';
import { tencentService } from '../../nodes/TencentCloudChat/service';

/** The operations of both nodes, of an app that needs no credential to be looked at. */

type Resources = Readonly<Record<string, Resource>>;
export const tencent: Resources = tencentService.resources;
export const agora: Resources = agoraService.resources;

const tencentApp = tencentEndpoint({
	region: 'tokyo',
	sdkAppId: 1_400_000_000,
	identifier: 'administrator',
	requestsPerSecond: 200,
});
const agoraApp = agoraEndpoint({
	host: 'a61.chat.agora.io',
	project: 'orgAndApp',
	orgName: 'org',
	appName: 'app',
	requestsPerSecond: 100,
});

/** A run of an operation whose options were left alone. */
export const runOf = (operation: Operation, endpoint: Endpoint): RunContext => ({
	endpoint,
	options: readOptions(operation, {}),
	isDryRun: false,
});

export const runIn = (resources: Resources, operation: Operation): RunContext =>
	runOf(operation, resources === tencent ? tencentApp : agoraApp);

/** A run of an operation without options. */
export const plainRun = (
	endpoint: Endpoint = { app: '', baseUrl: '', requestsPerSecond: 1000, hide: String },
): RunContext => ({ endpoint, options: {}, isDryRun: false });
