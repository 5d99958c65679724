/** For ever, in seconds; as a duration and, by what is known, as an end. */
export const PERMANENT = 4_294_967_295;
