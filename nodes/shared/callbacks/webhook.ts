import {
	fromFunction,
	webhookDescriptionFields,
	type INodeParameters,
	type IWebhookDescription,
} from 'n8n-workflow';

/** Where a trigger takes callbacks, and who answers them: the trigger itself, unless the workflow decides. */
export const callbackWebhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	path: 'callback',
	...whoAnswers(),
};

/** n8n evaluates an expression here for each callback, in an engine of its own; a function it simply calls. */
function whoAnswers(): Pick<IWebhookDescription, 'responseMode'> {
	// n8n before 2.41 lacks both.
	if (typeof webhookDescriptionFields !== 'function' || typeof fromFunction !== 'function') {
		return {
			responseMode: '={{ $parameter["answer"] === "workflow" ? "responseNode" : "onReceived" }}',
		};
	}
	return webhookDescriptionFields({ responseMode: fromFunction(responseModeOf) });
}

/** Its source becomes an expression, too, for the editor: so it names nothing from outside. */
function responseModeOf(parameters: INodeParameters): string {
	return parameters.answer === 'workflow' ? 'responseNode' : 'onReceived';
}
