/** Addresses of pictures in what an app has made up: its users see the picture, and no link. */

const PICTURE = /\.(?:png|jpe?g|gif|webp|bmp|svg|heic|avif)$/i;
const ADDRESS = /^(?:https?:)?[\\/]{2,6}\S+$/i;
const OF_PICTURE = /avatar|face_?url|head_?(?:img|image|icon|url)|portrait/i;

/** Whether a field of a custom message has a picture's address, by its name. */
export const isOfPicture = (name: string): boolean => OF_PICTURE.test(name);

/** A value of a custom message, or the JSON that it is, without values that are nothing but a picture's address. */
export function withoutPictures(text: string): string {
	const parts = text.split('"');
	// Each run of backslashes is looked at once: a member may write a thousand of them.
	const bare = parts.map((part) => part.replace(/(?<!\\)\\+$/, ''));
	return parts
		.map((part, i) => {
			const isAvatar = i >= 3 && isOfPicture(bare[i - 2]) && /^\s*:\s*$/.test(bare[i - 1]);
			const address = bare[i].replace(/[?#][^]*$/, '');
			const isPicture = isAvatar || PICTURE.test(address);
			return isPicture && ADDRESS.test(bare[i]) ? '' : part;
		})
		.join('"');
}
