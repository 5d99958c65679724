// How many times as often as in `npm test` a property is tried.
process.env.EFFORT ??= '2';
