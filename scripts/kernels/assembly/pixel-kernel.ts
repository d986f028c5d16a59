// What the module gives out.

export { adler, begin, deflate, pixelsAt } from './deflate-rows'
export { cut, visible } from './cut-pictures'
export { drawTurned, drawUpright, haveFewColours } from './drawn-rows'
