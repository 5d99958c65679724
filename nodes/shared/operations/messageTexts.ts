import type { INodeProperties } from 'n8n-workflow';

import type { Endpoint } from '../../../credentials/endpoints/endpoint';
import { requiredText } from '../input/choices';
import { isMissing, requiredId } from '../input/ids';
import type { Text } from '../model/operation';

const textField: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. You were muted for 10 minutes.',
	description:
		'What is sent. It may differ from item to item; items with the same text share requests.',
};

const senderField: INodeProperties = {
	displayName: 'Sender',
	name: 'sender',
	type: 'string',
	default: '',
	placeholder: 'e.g. moderator',
	description: "The user in whose name it is sent. Empty for the app's administrator.",
};

/**
 * What a message is sent with, item by item.
 * @param mostBytes of the text, in UTF-8
 * @param check throws a UserError that names the parameter, for what is no ID of a user
 * @param administratorOf in whose name it is sent unless told otherwise: the same message, be it named or not
 */
export function messageTexts<E extends Endpoint>(
	mostBytes: number,
	check: (userId: string, parameter: string) => string,
	administratorOf: (endpoint: E) => string,
): Array<Text<E>> {
	return [
		{ field: textField, read: (value) => requiredText(value, textField.displayName, mostBytes) },
		{
			field: senderField,
			read: (value, endpoint) => {
				const { displayName } = senderField;
				if (isMissing(value)) return undefined;
				const sender = check(requiredId(value, displayName), displayName);
				return sender === administratorOf(endpoint) ? undefined : sender;
			},
		},
	];
}
