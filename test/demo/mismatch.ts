/** Something is not as it was asked for. */
export class Mismatch extends Error {}
