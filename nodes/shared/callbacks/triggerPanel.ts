import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';

/**
 * What the editor says of a trigger beside its parameters, and when it is published.
 * @param service as its users call it
 * @param sample what comes out: n8n shows no triggers' schemas
 */
export const panelOf = (
	service: string,
	sample: IDataObject,
): Pick<INodeTypeDescription, 'triggerPanel' | 'activationMessage'> => ({
	triggerPanel: {
		header: `Pull in events from ${service}`,
		executionsHelp: [
			`<b>While you build the workflow</b>, paste the test URL into the console of ${service}, click the button, and write a message as a member. It shows up here. The button waits for two minutes, and takes one event.`,
			`<b>Without a message at hand</b>, choose 'set mock data' in the output, and paste <code>${inLines([sample])}</code>`,
			`<b>Once the workflow is published</b> and its production URL stands in the console, events start it by themselves. They show up in the <a data-key="executions">executions list</a>, but not here.`,
		].join('<br /><br />'),
		activationHint:
			'Once the workflow does what it should, publish it, with its production URL in the console.',
	},
	activationMessage: `The workflow now takes events of ${service}, at its production URL. Is that the one in the console?`,
});

/** With spaces, where lines can end. */
const inLines = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\n */g, ' ');
