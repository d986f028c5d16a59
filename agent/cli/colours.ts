import { styleText } from 'node:util'
import type { CommandContext } from './command.js'

export type ColourChoice = 'auto' | 'always' | 'never'

/**
 * What a colour stands for. Yellow letters vanish on white, and gray ones on some dark schemes: so black on
 * yellow, and paler than the rest.
 */
const styles = {
  bad: 'red',
  doubtful: ['black', 'bgYellow'],
  good: 'green',
  heading: 'bold',
  aside: 'dim'
} as const

export type Meaning = keyof typeof styles

/**
 * Whether a stream gets colours: as `--color` says, else by NO_COLOR and FORCE_COLOR, else where it is a
 * terminal.
 */
export function isColoured (
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
  choice: ColourChoice = 'auto'
): boolean {
  if (choice !== 'auto') return choice === 'always'
  const { FORCE_COLOR: force, NO_COLOR: no = '', TERM } = environment
  if (force !== undefined) return force !== '0' && force !== 'false'
  return no === '' && stream.isTTY === true && TERM !== 'dumb'
}

/** `text` as the stream shows it. */
export function painted (
  { colours }: Pick<CommandContext, 'colours'>,
  stream: 'stdout' | 'stderr',
  meaning: Meaning,
  text: string
): string {
  // The choice is made above: the stream that styleText would ask is the process's own.
  return colours?.[stream] === true && text !== ''
    ? styleText([styles[meaning]].flat(), text, { validateStream: false })
    : text
}
