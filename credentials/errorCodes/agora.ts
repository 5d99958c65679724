import type { ErrorEntry } from './errorEntry';

/** What a reply has to be for an entry to speak of it; the first that fits does. */
export interface AgoraErrorEntry extends ErrorEntry {
	status?: number;
	/** Empty where the reply names none. */
	error?: string;
	description?: RegExp;
	/** It speaks of the token: another one may be taken. */
	ofToken?: true;
	/** It speaks of users who are no members. */
	ofStrangers?: boolean;
}

const CHECK_ROOM =
	'Check the ID, that it is not one of a chat group where a chat room is meant (or the other way round), and that the credential is for the project it belongs to.';
const CHECK_PROJECT =
	'Check the organization and app name (or the app ID) and the host in the credential, as the console shows them.';
const CHECK_TOKEN =
	'Check the app ID and the app certificate in the credential (or the client ID and the client secret), or paste a new access token, and check that the host is the one the console shows.';
const SLOW_DOWN =
	"Lower 'Requests per Second' in the credential if other systems use the same app, or if its plan allows fewer.";
const CHECK_RIGHTS =
	'Look in the console whether the plan has the feature, and whether it is switched on for the project. An access token that was pasted has to be one of the app, not of a user.';
const CHECK_MESSAGES = "Check the 'Message IDs' parameter: it may be gone already.";
const LATER = 'This usually passes. Try again later.';
const REPORT = 'This is not caused by your data. Please report it with the code.';

/**
 * The documented errors: what each means, what to do, and what it condemns. The first entry that fits counts.
 * https://docs.agora.io/en/agora-chat/reference/http-status-codes
 */
export const AGORA_ERRORS: readonly AgoraErrorEntry[] = [
	{
		error: 'message_recall_error',
		description: /not_found msg/i,
		meaning: 'There is no such message',
		advice: CHECK_MESSAGES,
		retry: 'no',
		scope: 'request',
	},
	{
		error: 'message_recall_error',
		description: /can'?t find (msg|message) to/i,
		meaning: 'The message was not written there',
		advice: "Check 'Where', and the ID of the room, the group or the recipient.",
		retry: 'no',
		scope: 'request',
	},
	{
		error: 'message_recall_error',
		description: /exceed (re)?call time limit/i,
		meaning: 'The message is too old to be recalled',
		advice: 'Set a longer time for recalling messages in the console.',
		retry: 'no',
		scope: 'request',
	},
	{
		description: /message recall service is unopened/i,
		meaning: 'Recalling messages is switched off for this app',
		advice: 'Switch it on in the console, in the features of messages.',
		retry: 'no',
		scope: 'app',
	},
	tooManyMessages({ description: /message send reach limit/i }),
	// Some hosts have other words for it, such as `Forbidden for url`.
	tooManyMessages({ status: 403, error: 'message_send_error' }),
	{
		description: /message is too large/i,
		meaning: 'The message is too long',
		advice: "Shorten the 'Text'.",
		retry: 'no',
		scope: 'request',
	},
	{
		// 400 invalid_parameter, 400 forbidden_op and 403 forbidden_op are all documented or were seen.
		description: /are not members of this group/i,
		meaning: 'The user is not a member of the room or group',
		advice: 'Only members can be muted. The user may have left: mute again once the user is back.',
		retry: 'no',
		scope: 'users',
		ofStrangers: true,
	},
	{
		description: /group owner/i,
		meaning: 'The user owns the room or group, and owners can be neither muted nor removed',
		advice: 'Take the owner out of the list, or give the room or group another owner first.',
		retry: 'no',
		scope: 'users',
	},
	{
		status: 400,
		description: /(max|exceed) limit\s*:?\s*\d+/i,
		meaning: 'Too many users in one request',
		advice: "Lower 'Batch Size' in the options.",
		retry: 'no',
		scope: 'request',
	},
	{
		description: /username .+ doesn'?t exist/i,
		meaning: 'The user does not exist',
		advice: "Check the 'User IDs' parameter.",
		retry: 'no',
		scope: 'users',
	},
	{
		status: 400,
		error: 'required_property_not_found',
		meaning: 'The user does not exist',
		advice: "Check the 'User IDs' parameter.",
		retry: 'no',
		scope: 'users',
	},
	{
		status: 400,
		error: 'invalid_grant',
		meaning: 'The client ID or the client secret is wrong',
		advice: CHECK_TOKEN,
		retry: 'no',
		scope: 'app',
	},
	{
		status: 400,
		error: 'json_parse',
		meaning: 'Agora Chat could not read the request',
		advice: REPORT,
		retry: 'no',
		scope: 'request',
	},
	{
		status: 400,
		meaning: 'Agora Chat refuses a parameter',
		advice: "Check the 'User IDs' parameter and the ID of the room or group.",
		retry: 'no',
		scope: 'request',
	},
	{
		// The token was read: what it stands for may not do this.
		status: 401,
		description: /does not have permission|no organization access/i,
		meaning: 'The app has no rights for this',
		advice: CHECK_RIGHTS,
		retry: 'no',
		scope: 'app',
	},
	// The codes that speak of the token; all others of this status speak of the place, whatever they say.
	refusedToken('unauthorized'),
	refusedToken('auth_bad_access_token'),
	refusedToken('group_authorization', /token is blank/i),
	refusedToken(''),
	{
		status: 401,
		meaning: 'Agora Chat does not permit the operation on this room or group',
		advice: `${CHECK_ROOM} Everywhere else it may work all the same.`,
		retry: 'no',
		scope: 'target',
	},
	{
		status: 403,
		error: 'exceed_limit',
		meaning: 'A limit of the plan or of the room or group is reached',
		advice: 'Look at the limits of the plan in the console.',
		retry: 'no',
		scope: 'target',
	},
	{
		status: 403,
		meaning: 'Agora Chat forbids the operation',
		advice: 'Check that the feature is switched on for the project in the console.',
		retry: 'no',
		scope: 'target',
	},
	{
		status: 404,
		error: 'organization_application_not_found',
		meaning: 'Agora Chat does not know the project',
		advice: CHECK_PROJECT,
		retry: 'no',
		scope: 'app',
	},
	{
		// Rooms are called groups here, too: `grpID 1 does not exist!`, `do not find this group:1`.
		status: 404,
		description: /grpID|this group/i,
		meaning: 'The room or group does not exist',
		advice: CHECK_ROOM,
		retry: 'no',
		scope: 'target',
	},
	{
		status: 404,
		meaning: 'Agora Chat did not find what the request is about',
		advice: `${CHECK_ROOM} Check the host in the credential, too.`,
		retry: 'no',
		scope: 'target',
	},
	{
		status: 405,
		meaning: 'Agora Chat does not offer the operation at this address',
		advice: CHECK_PROJECT,
		retry: 'no',
		scope: 'app',
	},
	{
		status: 408,
		meaning: 'Agora Chat took too long to read the request',
		advice: LATER,
		retry: 'yes',
		scope: 'request',
	},
	{
		status: 413,
		meaning: 'The request is too long',
		advice: "Lower 'Batch Size' in the options.",
		retry: 'no',
		scope: 'request',
	},
	{
		status: 415,
		meaning: 'Agora Chat could not read the request',
		advice: REPORT,
		retry: 'no',
		scope: 'request',
	},
	{
		status: 429,
		error: 'resource_limited',
		meaning: 'The plan of the app is used up',
		advice: 'Upgrade the plan in the console. Trying again does not help.',
		retry: 'no',
		scope: 'app',
	},
	{
		status: 429,
		meaning: 'Too many requests',
		advice: SLOW_DOWN,
		retry: 'yes',
		scope: 'request',
		turnedAway: true,
	},
	{
		status: 500,
		error: 'no_full_text_index',
		meaning: 'Agora Chat does not know the operation',
		advice: CHECK_PROJECT,
		retry: 'no',
		scope: 'app',
	},
	{
		status: 500,
		error: 'unsupported_service_operation',
		meaning: 'Agora Chat does not know the operation',
		advice: CHECK_PROJECT,
		retry: 'no',
		scope: 'app',
	},
	{
		status: 500,
		error: 'web_application',
		meaning: 'Agora Chat does not know the address',
		advice: CHECK_PROJECT,
		retry: 'no',
		scope: 'app',
	},
	{
		status: 500,
		meaning: 'Agora Chat had an internal failure',
		advice: LATER,
		retry: 'yes',
		scope: 'request',
	},
	...[501, 502, 503, 504].map(
		(status): AgoraErrorEntry => ({
			status,
			meaning: 'Agora Chat cannot be reached at the moment',
			advice: LATER,
			retry: status === 501 ? 'no' : 'yes',
			scope: 'request',
		}),
	),
];

/** A limit of messages in a second or a minute: the one 403 that passes. */
function tooManyMessages(
	of: Pick<AgoraErrorEntry, 'status' | 'error' | 'description'>,
): AgoraErrorEntry {
	return {
		...of,
		meaning: 'Too many messages',
		advice: SLOW_DOWN,
		retry: 'yes',
		scope: 'request',
		turnedAway: true,
		isOfQuota: true,
	};
}

function refusedToken(error: string, description?: RegExp): AgoraErrorEntry {
	return {
		status: 401,
		error,
		...(description && { description }),
		meaning: 'Agora Chat does not accept the token',
		advice: CHECK_TOKEN,
		retry: 'once',
		scope: 'app',
		ofToken: true,
	};
}

/** The entry that speaks of a reply that is no success. @param error empty where the reply names none */
export function agoraError(
	status: number,
	error: string,
	description: string,
): AgoraErrorEntry | undefined {
	return AGORA_ERRORS.find(
		(entry) =>
			(entry.status ?? status) === status &&
			(entry.error ?? error) === error &&
			(!entry.description || entry.description.test(description)),
	);
}
