import type { ErrorEntry } from './errorEntry';

const CHECK_KEY = 'Check the SDKAppID, the identifier and the secret key in the credential.';
const CHECK_REGION =
	'Check the region in the credential (an app lives in one data center only), then the SDKAppID and the secret key.';
const SLOW_DOWN =
	"Lower 'Requests per Second' in the credential if other systems use the same app; a higher quota can be bought.";
const LATER = 'The service says this passes by itself. Try again later.';
const REPORT = 'This is not caused by your data. Please report it with the code.';
const CHECK_USERS = "Check the 'User IDs' parameter: IDs are case-sensitive.";
const CHECK_MESSAGES = "Check the 'Message IDs' parameter: it may be gone already.";
const CONSOLE = 'Look at the app in the Tencent Cloud Chat console.';

const final = (scope: ErrorEntry['scope'], meaning: string, advice: string): ErrorEntry => ({
	meaning,
	advice,
	retry: 'no',
	scope,
});
const wrongApp = (meaning: string, advice = CHECK_KEY): ErrorEntry => final('app', meaning, advice);
const passing = (meaning: string, advice = LATER): ErrorEntry => ({
	meaning,
	advice,
	retry: 'yes',
	scope: 'request',
});
const tooFast = (meaning: string): ErrorEntry => ({
	...passing(meaning, SLOW_DOWN),
	turnedAway: true,
});

/**
 * The documented codes: what each means, what to do, and what it condemns.
 * https://www.tencentcloud.com/document/product/1047/34348
 */
export const TENCENT_ERROR_CODES: Readonly<Record<number, ErrorEntry>> = {
	10002: passing('Tencent Cloud Chat had an internal failure'),
	10003: final(
		'app',
		'Tencent Cloud Chat does not know the command',
		'Check the base URL in the credential.',
	),
	10004: final(
		'users',
		'Tencent Cloud Chat refuses the request: no member, or a wrong ID',
		'Check that the users belong to the group, and that its type can mute: Work (Private) groups cannot.',
	),
	10005: final('users', 'Too many users in one request', "Lower 'Batch Size' in the options."),
	10006: tooFast('Too many operations on groups'),
	10007: final(
		'target',
		'The app admin has no permission for this group, or the feature is not switched on',
		'Check that the identifier in the credential is an app admin, and that the plan of the app has the feature.',
	),
	10008: {
		...final('app', 'Tencent Cloud Chat calls the request illegal', CHECK_KEY),
		retry: 'once',
	},
	10010: final(
		'target',
		'The group or topic does not exist, or was dismissed',
		"Check the ID of the 'Group' or 'Topic', and the region in the credential.",
	),
	10011: final('request', 'Tencent Cloud Chat could not read the request', REPORT),
	10012: final(
		'app',
		'The identifier is not a valid account',
		'Check the identifier in the credential.',
	),
	10015: final(
		'target',
		'The group ID is not valid',
		"Check the ID of the 'Group': IDs are case-sensitive.",
	),
	10016: final(
		'request',
		"The app's own webhook refused the operation",
		'Look at the callback that the app has registered with Tencent Cloud Chat.',
	),
	10017: final(
		'request',
		'The sender is muted',
		'Use an app admin as the identifier in the credential.',
	),
	10018: final(
		'target',
		'The answer would be larger than 1 MB, which Tencent Cloud Chat does not send',
		'The list is too long to be read at once. Read it by topic, or unmute whom you no longer need muted.',
	),
	10019: final('users', 'The account does not exist', CHECK_USERS),
	10023: { ...tooFast('Too many messages in the group'), isOfQuota: true },
	10030: final('request', 'There is no such message', CHECK_MESSAGES),
	10031: final(
		'request',
		'The message is too old to be recalled',
		"What is left is 'Delete by Sender', or to delete it in the console.",
	),
	10032: final(
		'request',
		'A message of this kind cannot be recalled',
		"What is left is 'Delete by Sender', or to delete it in the console.",
	),
	10033: final(
		'target',
		'Messages of groups of this type cannot be recalled',
		"Use 'Mute', so that no more come.",
	),
	10041: final(
		'app',
		'Recalling messages is switched off for this app',
		'Switch it on in the Tencent Cloud Chat console, in the feature configuration of the app.',
	),
	10026: wrongApp('The command is disabled for this app', CONSOLE),
	11000: final(
		'target',
		'The app or the group has no topics',
		'Topics need a Community group that supports them, and a plan and console switch for the app.',
	),
	110003: final('target', 'The topic was deleted', "Check the ID of the 'Topic'."),
	20012: final(
		'request',
		'The sender is muted',
		'Use an app admin as the identifier in the credential.',
	),
	130001: final('request', 'Tencent Cloud Chat could not read the request', REPORT),
	130002: final('request', 'The account to look up is missing', CHECK_USERS),
	130003: final('request', 'The account to look up is not valid', CHECK_USERS),
	130004: final('request', 'The account to mute is missing', CHECK_USERS),
	130005: final('request', 'The account to mute is not valid', CHECK_USERS),
	130008: final('request', 'The length of the mute is missing', REPORT),
	130014: passing('Tencent Cloud Chat had an internal failure'),
	20004: passing('Tencent Cloud Chat had a network failure'),
	20005: passing('Tencent Cloud Chat had an internal failure'),
	20006: final(
		'request',
		"The app's own webhook refused the message",
		'Look at the callback that the app has registered with Tencent Cloud Chat.',
	),
	20022: final('request', 'There is no such message', CHECK_MESSAGES),
	20023: final('request', 'The message was recalled already', 'There is nothing left to do.'),
	60002: wrongApp(
		'Tencent Cloud Chat could not read the URL',
		'Check the base URL in the credential.',
	),
	60003: final('request', 'Tencent Cloud Chat could not read the request', REPORT),
	60004: wrongApp('The account or the signature is wrong'),
	60005: wrongApp('The account or the signature is wrong'),
	60006: wrongApp('The SDKAppID is not valid', 'Check the SDKAppID in the credential.'),
	60007: tooFast('Too many calls of the REST API'),
	60008: passing('Tencent Cloud Chat took too long'),
	60009: wrongApp(
		'The address is not one of the REST API',
		'Check the region or the base URL in the credential.',
	),
	60010: wrongApp(
		'The identifier is not an app admin',
		'Use the account of an app admin as the identifier in the credential.',
	),
	60011: tooFast('Too many calls for this app'),
	60012: wrongApp('The SDKAppID is missing', 'Check the SDKAppID in the credential.'),
	60013: passing('Tencent Cloud Chat had an internal failure'),
	60014: passing('Tencent Cloud Chat took too long to look up an account'),
	60015: final('request', 'An account is not text', "Check the 'User IDs' parameter."),
	60016: wrongApp('The app is disabled', CONSOLE),
	60017: wrongApp('The request is disabled for this app', CONSOLE),
	60018: tooFast('Too many requests'),
	60019: tooFast('Too many requests'),
	60020: wrongApp(
		'The plan of the app has run out or was stopped',
		'Renew the plan; it takes up to five minutes until it works again.',
	),
	60021: wrongApp(
		'The address of this n8n is not allowed to call the REST API',
		'Add it to the IP allow list of the app in the console.',
	),
	70001: {
		...wrongApp(
			'The UserSig has run out',
			'Paste a new UserSig into the credential, or use the secret key.',
		),
		retry: 'once',
	},
	70002: wrongApp(
		'The UserSig is empty',
		'Paste a UserSig into the credential, or use the secret key.',
	),
	70003: wrongApp(
		'The UserSig is not valid',
		`It may have been cut when it was copied. ${CHECK_KEY}`,
	),
	70005: wrongApp(
		'The UserSig is not valid',
		`It may have been cut when it was copied. ${CHECK_KEY}`,
	),
	70009: wrongApp(
		'The signature does not fit the app',
		'The key is that of another SDKAppID, or mistyped. Check the secret key in the credential.',
	),
	70013: wrongApp(
		'The UserSig was made for another identifier',
		'Check the identifier in the credential.',
	),
	70014: wrongApp(
		'The UserSig was made for another SDKAppID',
		'Check the SDKAppID in the credential.',
	),
	70016: wrongApp('The key of the app was not found', CHECK_REGION),
	70020: wrongApp('The SDKAppID was not found', CHECK_REGION),
	70032: wrongApp('The UserSig is not valid', CHECK_KEY),
	70050: wrongApp(
		'The UserSig is not valid, and was tried too often',
		`Wait a minute. ${CHECK_KEY}`,
	),
	70051: wrongApp(
		'The identifier is on the block list',
		'Use another app admin as the identifier.',
	),
	70107: final(
		'users',
		'The account does not exist',
		'Import the user into Tencent Cloud Chat first.',
	),
	70169: passing('Tencent Cloud Chat took too long'),
	70202: passing('Tencent Cloud Chat took too long'),
	70206: final(
		'users',
		'The number of users in the request is not allowed',
		"Lower 'Batch Size' in the options.",
	),
	70346: wrongApp('The UserSig could not be verified'),
	70398: wrongApp(
		'The account quota of the app is used up',
		'Upgrade the plan of the app, or delete accounts.',
	),
	70402: final(
		'request',
		'Tencent Cloud Chat refuses a parameter',
		"Check the 'Group' and 'User IDs' parameters.",
	),
	70403: wrongApp(
		'The identifier is not an app admin',
		'Use the account of an app admin as the identifier in the credential.',
	),
	70500: passing('Tencent Cloud Chat had an internal failure'),
	80001: final('request', 'A text was refused by the text audit', CONSOLE),
	80002: final('request', 'The request is too long', "Lower 'Batch Size' in the options."),
	80003: final(
		'request',
		"The app's own webhook did not answer",
		'Look at the callback that the app has registered with Tencent Cloud Chat.',
	),
	90001: final('request', 'Tencent Cloud Chat could not read the request', REPORT),
	90002: final('request', 'Tencent Cloud Chat could not read the message', REPORT),
	90003: final('request', 'The receiver is missing, or does not exist', CHECK_USERS),
	90007: final('request', 'Tencent Cloud Chat could not read the message', REPORT),
	90008: final(
		'request',
		'The sender does not exist',
		"Check 'Sender' or 'Sender ID', or import the account into Tencent Cloud Chat first.",
	),
	90009: wrongApp(
		'The identifier is not an app admin',
		'Use the account of an app admin as the identifier in the credential.',
	),
	90010: final('request', 'Tencent Cloud Chat could not read the message', REPORT),
	90011: final('users', 'Too many users in one request', "Lower 'Batch Size' in the options."),
	90012: final(
		'users',
		'The account does not exist',
		'Import the user into Tencent Cloud Chat first.',
	),
	90026: final('request', 'Tencent Cloud Chat refuses how long the message is kept', REPORT),
	90048: final(
		'users',
		'The account does not exist',
		'Import the user into Tencent Cloud Chat first.',
	),
	90054: final(
		'request',
		'The ID is not one of a private message',
		'Pass the MsgKey, which the trigger puts out as the message ID. Old apps can recall messages of the REST API alone.',
	),
	90992: passing('Tencent Cloud Chat had an internal failure'),
	91000: passing('Tencent Cloud Chat had an internal failure'),
	93000: final('request', 'The message is too long', "Shorten the 'Text'."),
};

/** The codes that speak of who calls: of the app, its key, its admin and its plan, and of no group or user. */
const OF_THE_CALLER = /^(60|70)\d{3}$/;

/** What the table says of a code, or what can be said of one that is not in it. */
export function tencentError(code: number): ErrorEntry {
	const lookUp = `Look up code ${code} in the service's list of error codes.`;
	return (
		TENCENT_ERROR_CODES[code] ??
		(OF_THE_CALLER.test(String(code))
			? wrongApp('Tencent Cloud Chat refuses the app or its signature', `${CHECK_KEY} ${lookUp}`)
			: final('request', 'Tencent Cloud Chat refuses the request', lookUp))
	);
}
