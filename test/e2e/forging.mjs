import { tsImport } from 'tsx/esm/api';

// Callbacks that the simulated services did not send.

const { tencentSign, agoraSecurity } = await tsImport(
	'../simulator/callbackSignatures.ts',
	import.meta.url,
);

/** A message as Tencent tells of it, but for the changes. */
export async function forgeTencent(tencent, groupId, address, changes) {
	const { callbackToken, sdkAppId } = tencent.credentials;
	const { token = callbackToken, app = String(sdkAppId), ageSeconds = 0 } = changes;
	const RequestTime = String(Math.floor(Date.now() / 1000) - ageSeconds);
	const query = new URLSearchParams({
		SdkAppid: app,
		CallbackCommand: changes.CallbackCommand ?? 'Group.CallbackBeforeSendMsg',
		contenttype: 'json',
		RequestTime,
		Sign: changes.Sign ?? tencentSign(token, RequestTime),
	});
	return await post(`${address}?${query}`, changes, {
		CallbackCommand: 'Group.CallbackBeforeSendMsg',
		GroupId: groupId,
		From_Account: 'elif',
		MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'Let me in' } }],
	});
}

/** The same as Agora does. */
export async function forgeAgora(agora, chatRoomId, address, changes) {
	const { orgName, appName, callbackSecrets } = agora.credentials;
	const [ownSecret] = callbackSecrets.split(',');
	const { secret = ownSecret, app = `${orgName}#${appName}`, ageSeconds = 0 } = changes;
	const callId = `${app}_${crypto.randomUUID()}`;
	const timestamp = Date.now() - ageSeconds * 1000;
	const security = agoraSecurity(callId, secret, timestamp);
	return await post(address, changes, {
		callId,
		timestamp,
		chat_type: 'chatroom',
		group_id: chatRoomId,
		from: 'elif',
		to: chatRoomId,
		msg_id: '1',
		payload: { bodies: [{ msg: 'Let me in', type: 'txt' }] },
		security,
		...('security' in changes && { security: changes.security }),
	});
}

async function post(url, { body, idsAsNumbers }, message) {
	const text = JSON.stringify(message);
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: body ?? (idsAsNumbers ? text.replace(/"(\d{15,})"/g, '$1') : text),
	});
	return { status: response.status, text: await response.text() };
}
