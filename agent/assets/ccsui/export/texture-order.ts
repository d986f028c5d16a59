import type { WrittenElement } from './recovered-element.js'

/** The list of textures tells in which order the elements of a node stood. */
export class TextureOrder {
  readonly #textures: readonly string[]
  #at = 0

  constructor (textures: readonly string[]) {
    this.#textures = textures
  }

  /** Puts elements that name a frame into the order of the next textures. */
  sort (element: WrittenElement, isFrame: (child: WrittenElement) => boolean): void {
    const frames = element.children.filter(isFrame)
    const sorted: WrittenElement[] = []
    while (frames.length > 0) {
      const plist = this.#textures[this.#at]
      const index = frames.findIndex(frame => frame.attributes.get('Plist') === plist)
      sorted.push(...frames.splice(Math.max(0, index), 1))
      this.#at++
    }
    const others = element.children.filter(child => !isFrame(child))
    element.children = [...others, ...sorted]
  }
}
