import { agoraService } from '../../nodes/AgoraChat/service';
import { tencentService } from '../../nodes/TencentCloudChat/service';
import type { Failure } from '../../nodes/shared/model/failure';
import type { HttpReply } from '../../nodes/shared/model/requests';
import type { Service } from '../../nodes/shared/model/service';

/** Every code that the references list: what it means, how to get on, and whether to try again. */

function failureOf(service: Service, reply: Partial<HttpReply>): Failure {
	const read = service.readReply({ status: 200, headers: {}, text: '', ...reply });
	if (!('failure' in read)) throw new Error('This was taken for a success');
	return read.failure;
}

/** What is said of a code that nobody documents. */
const UNKNOWN = 99_999;

describe('Tencent Cloud Chat, tencent-chat.md §4 and §5', () => {
	const of = (code: number) =>
		failureOf(tencentService, {
			text: JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: 'its own words', ErrorCode: code }),
		});

	// What the tables of §5.4 and §5.5 say under "retry?".
	const retried = [
		10002, 10006, 20004, 20005, 60007, 60008, 60011, 60013, 60014, 60018, 60019, 70169, 70202,
		70500, 130014,
	];
	const retriedOnce = [10008, 70001];
	const final = [
		10003, 10004, 10005, 10007, 10010, 10011, 10012, 10015, 10016, 10017, 10018, 10019, 10026,
		11000, 20012, 60002, 60003, 60004, 60005, 60006, 60009, 60010, 60012, 60015, 60016, 60017,
		60020, 60021, 70002, 70003, 70005, 70009, 70013, 70014, 70016, 70020, 70032, 70050, 70051,
		70107, 70206, 70346, 70398, 70402, 70403, 80001, 80002, 80003, 90001, 110003, 130001, 130002,
		130003, 130004, 130005, 130008,
	];
	const documented = [...retried, ...retriedOnce, ...final, 10023];

	it.each(documented)('%d has a meaning and advice of its own', (code) => {
		const { message, advice } = of(code);

		expect(message).not.toBe(of(UNKNOWN).message);
		expect(message).toMatch(/^[A-Z].{10,}[^.]$/);
		expect(advice).toMatch(/^[A-Z].{10,}\.$/);
	});

	it.each(retried)('%d is tried again', (code) => expect(of(code).retry).toBe('yes'));

	it.each(retriedOnce)('%d is tried once more', (code) => expect(of(code).retry).toBe('once'));

	it.each(final)('%d is not tried again', (code) => expect(of(code).retry).toBe('no'));

	it.each([10006, 60007, 60011, 60018, 60019])('%d makes all requests slow down', (code) => {
		expect(of(code).turnedAway).toBe(true);
	});

	// A wrong signature or app stops the node at once; a missing group stops that group alone.
	it.each([
		60004, 60005, 60006, 60010, 60012, 60016, 60020, 60021, 70001, 70002, 70003, 70005, 70009,
		70013, 70014, 70016, 70020, 70032, 70050, 70051, 70346, 70403,
	])('%d stops the node: no other request would fare better', (code) => {
		expect(of(code).scope).toBe('app');
	});

	it.each([10007, 10010, 10015, 11000, 110003])('%d stops its own group or topic alone', (code) => {
		expect(of(code).scope).toBe('target');
	});

	it.each([10004, 10019, 70107])('%d is the fault of single users', (code) => {
		expect(of(code).scope).toBe('users');
	});

	it.each([70402, 90001, 99999])('%d does not tell whose fault it is', (code) => {
		expect(of(code)).toMatchObject({ scope: 'request', retry: 'no' });
	});

	it('an unknown code is not tried again, and is named', () => {
		const { retry, advice, code } = of(UNKNOWN);

		expect(retry).toBe('no');
		expect(advice).toContain(String(UNKNOWN));
		expect(code).toBe(UNKNOWN);
	});

	it.each([60001, 60999, 70000, 70347, 70999])(
		'%d, which is in no table, is about who calls, and stops the node',
		(code) => {
			expect(of(code)).toMatchObject({ retry: 'no', scope: 'app' });
			expect(of(code).advice).toMatch(new RegExp(`secret key.*${code}`));
		},
	);

	it.each([10999, 59_999, 61_000, 69_999, 71_000, 600_001, 700_001])(
		'%d, which is in no table, stops its own request alone',
		(code) => expect(of(code)).toMatchObject({ retry: 'no', scope: 'request' }),
	);

	it.each([
		['a wrong region, which reads as an unknown app', 70020, /region/],
		['a wrong region, which reads as a missing key', 70016, /region/],
		['a missing SDKAppID, which is no rate limit', 60012, /SDKAppID/],
		['a veto of the app, which is no rate limit', 10016, /callback|webhook/i],
		['a list that is too long, which is no rate limit', 10018, /list|topic/i],
		['a plan that has ended', 60020, /plan/],
		['an address that is not allowed', 60021, /IP/],
	])('advises on %s (%d)', (_, code, advice) => expect(of(code).advice).toMatch(advice));

	it.each([
		['HTTP status 502', { status: 502, text: '<html></html>' }, 'yes'],
		['HTTP status 429', { status: 429, text: '' }, 'yes'],
		['HTTP status 408', { status: 408, text: '' }, 'yes'],
		['HTTP status 500', { status: 500, text: '' }, 'yes'],
		['HTTP status 403', { status: 403, text: '' }, 'no'],
		['HTTP status 302', { status: 302, text: '' }, 'no'],
		['text that is not JSON', { text: '<html></html>' }, 'yes'],
		['JSON that is cut', { text: '{"ActionStatus":"OK","Erro' }, 'yes'],
		['JSON without ErrorCode', { text: '{"ActionStatus":"OK"}' }, 'yes'],
		['an ErrorCode that is text', { text: '{"ActionStatus":"OK","ErrorCode":"0"}' }, 'yes'],
		['a list', { text: '[]' }, 'yes'],
		['null', { text: 'null' }, 'yes'],
		['nothing', { text: '' }, 'yes'],
	])('never takes %s for success', (_, reply, retry) => {
		expect(failureOf(tencentService, reply).retry).toBe(retry);
	});

	it('never takes FAIL for success, whatever the code says', () => {
		const text = '{"ActionStatus":"FAIL","ErrorCode":0,"ErrorInfo":""}';

		expect(failureOf(tencentService, { text }).message).not.toBe('');
	});

	it.each([
		'{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}',
		'{"ActionStatus":"OK","ErrorInfo":"ok","ErrorCode":0}',
		'{"ErrorCode":0,"ErrorInfo":""}',
		'{"ErrorCode":0}',
	])('takes %s for success', (text) => {
		const read = tencentService.readReply({ status: 200, headers: {}, text });

		expect(read).toEqual({ body: JSON.parse(text) });
	});
});

describe('Agora Chat, agora-chat.md §8', () => {
	const of = (status: number, error: string, description: string) =>
		failureOf(agoraService, {
			status,
			text: JSON.stringify({
				error,
				exception: 'com.easemob.group.exception.AnyException',
				timestamp: 1542363205192,
				duration: 0,
				error_description: description,
			}),
		});

	it.each([
		'message send reach limit',
		'Forbidden for url: /messages/users',
		'Any other words',
		'',
	])('403 message_send_error, %j: too many messages, in whatever words', (words) => {
		expect(of(403, 'message_send_error', words)).toMatchObject({
			retry: 'yes',
			turnedAway: true,
			isOfQuota: true,
		});
	});

	const strangers = 'users [bob] are not members of this group!';
	const documented: Array<[number, string, string, Failure['retry'], Failure['scope']]> = [
		[400, 'invalid_parameter', strangers, 'no', 'users'],
		[400, 'forbidden_op', strangers, 'no', 'users'],
		[403, 'forbidden_op', strangers, 'no', 'users'],
		[403, 'forbidden_op', 'forbidden operation on group owner!', 'no', 'users'],
		[400, 'invalid_parameter', 'userNames size is more than max limit : 60', 'no', 'request'],
		[400, 'invalid_parameter', 'removeMute member size more than max limit :  60', 'no', 'request'],
		[400, 'json_parse', 'Unexpected character', 'no', 'request'],
		[400, 'illegal_argument', 'bad value', 'no', 'request'],
		[
			400,
			'required_property_not_found',
			'Entity user requires a property named username',
			'no',
			'users',
		],
		[400, 'invalid_grant', 'client_id does not match', 'no', 'app'],
		[401, 'unauthorized', 'Unable to authenticate (OAuth)', 'once', 'app'],
		[401, 'unauthorized', 'Unable to authenticate due to expired access token', 'once', 'app'],
		[
			401,
			'auth_bad_access_token',
			'Unable to authenticate due to corrupt access token',
			'once',
			'app',
		],
		[401, 'auth_bad_access_token', 'Unable to authenticate', 'once', 'app'],
		[401, 'group_authorization', 'token is blank!', 'once', 'app'],
		[401, 'group_authorization', 'you have no permission to do this operation', 'no', 'target'],
		[401, 'unauthorized', 'Subject does not have permission [applications:get:*]', 'no', 'app'],
		[401, 'unauthorized', 'No organization access authorized', 'no', 'app'],
		[403, 'exceed_limit', 'too many', 'no', 'target'],
		[404, 'resource_not_found', 'grpID 6602183678361 does not exist!', 'no', 'target'],
		[404, 'service_resource_not_found', 'do not find this group:1', 'no', 'target'],
		[404, 'service_resource_not_found', 'Service resource not found', 'no', 'target'],
		[404, 'resource_not_found', "username 111 doesn't exist!", 'no', 'users'],
		[404, 'organization_application_not_found', 'Could not find application for a/b', 'no', 'app'],
		[405, 'web_application', 'Method Not Allowed', 'no', 'app'],
		[408, '', '', 'yes', 'request'],
		[413, '', 'file exceeding maximum limit', 'no', 'request'],
		[415, 'web_application', 'Unsupported Media Type', 'no', 'request'],
		[429, 'reach_limit', 'This request has reached api limit', 'yes', 'request'],
		[429, 'reach_limit', 'This request has reached api limit.', 'yes', 'request'],
		[429, 'resource_limited', 'You have exceeded the limit of the community edition.', 'no', 'app'],
		[500, 'no_full_text_index', '', 'no', 'app'],
		[500, 'unsupported_service_operation', '', 'no', 'app'],
		[500, 'web_application', '', 'no', 'app'],
		[501, '', '', 'no', 'request'],
		[502, '', '', 'yes', 'request'],
		[503, '', '', 'yes', 'request'],
		[504, '', '', 'yes', 'request'],
	];

	it.each(documented)(
		'%d %s "%s" is tried again: %s; condemns: %s',
		(status, error, description, retry, scope) => {
			const failure = of(status, error, description);

			expect([failure.retry, failure.scope]).toEqual([retry, scope]);
		},
	);

	it.each(documented)('%d %s "%s" has a meaning and advice', (status, error, description) => {
		const { message, advice } = of(status, error, description);

		expect(message).toMatch(/^[A-Z].{10,}[^.]$/);
		expect(message).not.toMatch(/^The service answered with HTTP status/);
		expect(advice).toMatch(/^[A-Z].{10,}\.$/);
	});

	it.each([
		['group_authorization', 'you have no permission to do this operation', /Check the ID/],
		['unauthorized', 'Subject does not have permission', /plan/],
		['unauthorized', 'No organization access', /plan/],
	])('401 %s "%s" does not blame the certificate', (error, description, advice) => {
		const failure = of(401, error, description);

		expect(failure.advice).toMatch(advice);
		expect(failure.message + failure.advice).not.toMatch(/certificate|does not accept the token/i);
	});

	it('401 for a token that is blank is about the token', () => {
		expect(of(401, 'group_authorization', 'token is blank!').advice).toMatch(/token/);
	});

	it('an internal failure is tried again', () => {
		expect(of(500, 'internal_error', 'Internal Server Error').retry).not.toBe('no');
	});

	it('too many requests make all of them slow down, a used-up plan does not', () => {
		expect(of(429, 'reach_limit', 'This request has reached api limit').turnedAway).toBe(true);
		expect(of(429, 'resource_limited', 'You have exceeded the limit').turnedAway).toBeFalsy();
	});

	it.each([
		['users [x] are not members of this group!', ['x']],
		['users [a, b,C] are not members of this group!', ['a', 'b', 'c']],
		["username 111 doesn't exist!", ['111']],
		['grpID 6602183678361 does not exist!', ['6602183678361']],
		['do not find this group:1', ['1']],
	])('reads who is meant: %s', (description, users) => {
		expect(of(400, 'invalid_parameter', description).named).toEqual(users);
	});

	it.each([
		['userNames size is more than max limit : 60', 60],
		['removeMute member size more than max limit :  60', 60],
		['userNames size is more than max limit : 5', 5],
	])('reads the limit: %s', (description, maxUsers) => {
		expect(of(400, 'invalid_parameter', description).maxUsers).toBe(maxUsers);
	});

	it.each([
		['text that is not JSON', { text: '<html></html>' }],
		['JSON that is cut', { text: '{"action":"post","da' }],
		['JSON without data', { text: '{"action":"post"}' }],
		['a list', { text: '[]' }],
		['nothing', { text: '' }],
		['another page of the web', { status: 302, text: '' }],
		['nothing with status 204', { status: 204, text: '' }],
	])('never takes %s for success', (_, reply) => {
		expect(failureOf(agoraService, reply).message).toMatch(/^The service answered with/);
	});
});
