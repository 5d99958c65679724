const { src, dest, task } = require('gulp');

// `encoding: false` keeps gulp 5 from rewriting bytes that are not UTF-8.
task('build:icons', () => src('icons/*.svg', { base: '.', encoding: false }).pipe(dest('dist')));
