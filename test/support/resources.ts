import { agoraEndpoint } from '../../credentials/endpoints/agora';
import { tencentEndpoint } from '../../credentials/endpoints/tencent';
import { agoraService } from '../../nodes/AgoraChat/service';
import { tencentService } from '../../nodes/TencentCloudChat/service';

/** The operations of both nodes, of an app that needs no credential to be looked at. */

export const tencent = tencentService.resources(
	{},
	tencentEndpoint({
		region: 'tokyo',
		sdkAppId: 1_400_000_000,
		identifier: 'administrator',
		requestsPerSecond: 200,
	}),
);

export const agora = agoraService.resources(
	{},
	agoraEndpoint({
		host: 'a61.chat.agora.io',
		project: 'orgAndApp',
		orgName: 'org',
		appName: 'app',
		requestsPerSecond: 100,
	}),
);
