import type { Random } from '../faults/random.js'

/** What artists, other systems and attackers call files; each stands in a plist, in JSON and on a disk. */
const stems = [
  'hero',
  '英雄',
  'ヒーロー',
  'ne\u0301e',
  'n\u00e9e',
  '😀',
  'two words',
  ' leading',
  'trailing ',
  '-dash',
  '--json',
  '.hidden',
  'a&b',
  '<b>',
  '"quoted"',
  "it's",
  '100%',
  '%2e%2e',
  'a#b?c',
  'a+b=c',
  'hero[1]',
  'hero{n}',
  '{dir}',
  '$&',
  '$1',
  'back\\slash',
  'a*b',
  '!not',
  '@2x',
  'hero@0.5x',
  'a:b',
  'a|b',
  'a;b`c`$(d)',
  '__proto__',
  'constructor',
  'toString',
  '0',
  '-0',
  '1e3',
  '007',
  'CON',
  'hero.9',
  'hero.png',
  'hero.tar',
  '…',
  'a\u00a0b',
  '\u200bzero',
  '\u202egnp',
  ']]>',
  '<!--x-->',
  '&amp;',
  'x'.repeat(120),
  '长'.repeat(60)
]

const extensions = ['.png', '.png', '.png', '.png', '.PNG', '.Png', '.jpg', '.webp']
const folders = ['', '', '', 'sub/', 'sub folder/', '子/', 'a.b/', 'x/y/z/', '@/', '(1)/', 'n{o}/']

/** A file name that no other call of this generator gave, also not on systems that ignore case. */
export class OddNames {
  readonly #random: Random
  readonly #taken = new Set<string>()

  constructor (random: Random) {
    this.#random = random
  }

  next (): string {
    const random = this.#random
    for (;;) {
      const number = random.chance(0.5) ? '' : String(random.integer(0, 999))
      const name = `${random.pick(folders)}${random.pick(stems)}${number}${random.pick(extensions)}`
      const base = name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
      // By the name alone, since a rule may name its frames so.
      const keys = [name, base].map(each => each.normalize('NFC').toLowerCase())
      if (keys.some(key => this.#taken.has(key))) continue
      for (const key of keys) this.#taken.add(key)
      return name
    }
  }
}
