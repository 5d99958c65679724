import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { TargetIds } from '../model/operation';

/** The parameters that say where a message was written, or is to be. */

/** @param places the kinds of places that the service has, the usual one first */
export function whereField(...places: INodePropertyOptions[]): INodeProperties {
	const [{ value }] = places;
	return {
		displayName: 'Where',
		name: 'where',
		type: 'options',
		options: [...places, { name: 'User', value: 'user', description: 'A private chat' }],
		default: value,
		description: 'Where the message was written, or is to be',
	};
}

const senderField: INodeProperties = {
	displayName: 'Sender ID',
	name: 'senderId',
	type: 'string',
	required: true,
	default: '={{ $json.authorId ?? $json.userId }}',
	placeholder: 'e.g. alice',
	description: 'The user who has written the message',
};

const recipientField: INodeProperties = {
	displayName: 'Recipient ID',
	name: 'recipientId',
	type: 'string',
	required: true,
	default: '={{ $json.recipientId }}',
	placeholder: 'e.g. bob',
	description: 'The user whom the message was written to',
};

/** Whose chat a private message was written in. */
export const privateFields = [senderField, recipientField];

/** @param check throws a UserError that names the parameter, for what is no ID of a user */
export function readPrivateTarget(
	ids: TargetIds,
	check: (userId: string, parameter: string) => string,
): { senderId: string; recipientId: string } {
	const read = ({ name, displayName }: INodeProperties) => check(ids.required(name), displayName);
	return { senderId: read(senderField), recipientId: read(recipientField) };
}
