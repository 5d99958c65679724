import { UserError } from 'n8n-workflow';

import { shown } from '../shared/input/ids';

const MAX_USERNAME_LENGTH = 64;
const USERNAME = /^[a-z0-9_.-]+$/;
/** In a path these two mean other folders, whatever is sent for their dots. */
const DOTS = /^\.{1,2}$/;
/** The organization and, as far as that can be told without knowing it, the app. */
const SOME_APP_KEY = /^[^#]*#[^_]*_/;

/**
 * The ID as the service writes it. Throws a UserError if it can't be one.
 * @param parameter display name of the parameter, for the message
 */
export function checkUserId(userId: string, parameter = 'User IDs'): string {
	// `Aa` and `aa` are one user: newer pages allow small letters only, older ones ignore case.
	const username = lowerCase(userId);
	if (username.length > MAX_USERNAME_LENGTH) {
		throw new UserError(
			`The '${parameter}' parameter has an ID longer than ${MAX_USERNAME_LENGTH} characters: ${shown(userId)}`,
			{
				description: 'Separate several IDs by commas or line ends, or give an array.',
			},
		);
	}
	if (!canName(username)) {
		throw new UserError(
			`The '${parameter}' parameter has an ID with characters that Agora Chat does not take: ${shown(userId)}`,
			{
				description:
					'User IDs are made of letters, digits, and the signs _ - . (not of dots alone).',
			},
		);
	}
	return username;
}

/** Of A to Z alone: JavaScript takes other signs for capitals of these, such as that of Kelvin for a K. */
export function lowerCase(text: string): string {
	return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

/** Whether a path can name the user, and nobody else: mute lists are not ours. */
export function canName(username: string): boolean {
	return USERNAME.test(username) && !DOTS.test(username);
}

/** `org#app_ann` is ann: some answers put the app before the user. */
export function withoutAppKey(userId: string, appKey: string | undefined): string {
	const prefix = `${appKey}_`;
	if (appKey && lowerCase(userId).startsWith(lowerCase(prefix))) {
		return userId.slice(prefix.length);
	}
	return userId.replace(SOME_APP_KEY, '');
}
