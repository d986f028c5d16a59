import { DockerfileParser } from 'dockerfile-ast'
import type { Dockerfile, From, Instruction, ModifiableInstruction } from 'dockerfile-ast'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { parseReference } from './image-reference.js'

interface Place {
  line: number
  character: number
}

/** An image that a Containerfile names, and where. */
interface NamedBase {
  /** As it is written there, with its variables filled in. */
  name: string
  line: number
  from: number
  to: number
}

export interface ContainerFile {
  text: string
  bases: NamedBase[]
  /** Names of build arguments, and whether they have a value by themselves. */
  arguments: Map<string, boolean>
}

/** Build arguments that every builder fills in by itself. */
const givenByBuilder =
  /^(?:(?:http|https|ftp|no|all)_proxy|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)|SOURCE_DATE_EPOCH)$/i

/** What the Containerfile takes from elsewhere. Throws CONTAINER_FILE_INVALID. */
export function readContainerFile (
  file: string,
  text: string,
  given: Readonly<Record<string, string>>
): ContainerFile {
  const document = DockerfileParser.parse(text)
  const fail = (line: number, reason: Wording): never => {
    throw new PacklineError('CONTAINER_FILE_INVALID', { file, line: line + 1, reason })
  }
  if (document.getFROMs().length === 0) fail(0, phrase('container.noFrom'))
  const starts = lineStarts(text)
  const offset = ({ line, character }: Place): number => (starts[line] ?? text.length) + character
  const values = { ...initialValues(document), ...given }
  const stages = new Set<string>()
  const bases: NamedBase[] = []
  const add = (name: string, { start, end }: { start: Place, end: Place }): void => {
    const isStage = name === 'scratch' || stages.has(name.toLowerCase()) || /^\d+$/.test(name)
    if (isStage) return
    if (parseReference(name) === undefined) fail(start.line, phrase('container.badBase', { base: name }))
    bases.push({ name, line: start.line + 1, from: offset(start), to: offset(end) })
  }
  for (const instruction of document.getInstructions()) {
    const word = instruction.getKeyword()
    if (word === 'FROM') {
      const from = instruction as From
      const [image, range] = [from.getImage(), from.getImageRange()]
      const { line } = instruction.getRange().start
      if (image === null || range === null) return fail(line, phrase('container.noFrom'))
      const name = expanded(image, values)
      if (name === undefined) return fail(line, phrase('container.badVariable', { base: image }))
      add(name, range)
      const stage = from.getBuildStage()
      if (stage !== null) stages.add(stage.toLowerCase())
    } else if (word === 'COPY' || word === 'ADD' || word === 'RUN') {
      for (const { name, range } of takenFrom(instruction)) add(name, range)
    }
  }
  return { text, bases, arguments: declaredArguments(document) }
}

/** The text with every image by digest. Throws CONTAINER_BASE_UNPINNED for one that has none. */
export function pinnedText (
  { text, bases }: ContainerFile,
  digests: Readonly<Record<string, string>>,
  { file, image }: { file: string, image: string }
): string {
  let pinned = text
  for (const { name, from, to, line } of bases.toSorted((a, b) => b.from - a.from)) {
    const reference = pinnedReference(name, digests)
    if (reference === undefined) {
      throw new PacklineError('CONTAINER_BASE_UNPINNED', { file, line, base: name, image })
    }
    pinned = `${pinned.slice(0, from)}${reference}${pinned.slice(to)}`
  }
  return pinned
}

/** HOST/PATH@sha256:…; undefined where nobody says the digest. */
function pinnedReference (
  name: string,
  digests: Readonly<Record<string, string>>
): string | undefined {
  const parsed = parseReference(name)
  const digest = parsed?.digest ?? (Object.hasOwn(digests, name) ? digests[name] : undefined)
  return parsed === undefined || digest === undefined ? undefined : `${parsed.repository}@${digest}`
}

/** Images that files are copied or mounted from. */
function takenFrom (
  instruction: Instruction
): Array<{ name: string, range: { start: Place, end: Place } }> {
  // Of the library's own look only one flag counts.
  return (instruction as ModifiableInstruction).getFlags().flatMap(flag => {
    const found = flag.getName() === 'from'
      ? flag
      : flag.getName() === 'mount'
      ? flag.getOption('from')
      : null
    const [name, range] = [found?.getValue() ?? '', found?.getValueRange() ?? null]
    return name === '' || range === null ? [] : [{ name, range }]
  })
}

function initialValues (document: Dockerfile): Record<string, string> {
  return Object.fromEntries(
    document.getInitialARGs().flatMap(each => {
      const property = each.getProperty()
      const value = property?.getValue() ?? null
      return property === null || value === null ? [] : [[property.getName(), value]]
    })
  )
}

/** As builders do: $NAME, ${NAME}, ${NAME:-WORD} and ${NAME:+WORD}. Undefined where one has no value. */
function expanded (text: string, values: Readonly<Record<string, string>>): string | undefined {
  let isWhole = true
  const result = text.replace(
    /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::([-+])([^}]*))?\})/g,
    (_, plain: string | undefined, braced: string | undefined, sign: string | undefined, word: string) => {
      const name = plain ?? braced ?? ''
      const value = Object.hasOwn(values, name) ? values[name] ?? '' : ''
      if (sign === '+') return value === '' ? '' : word
      if (value !== '') return value
      if (sign === '-') return word
      isWhole = false
      return ''
    }
  )
  return isWhole && !result.includes('$') ? result : undefined
}

function declaredArguments (document: Dockerfile): Map<string, boolean> {
  const found = new Map<string, boolean>()
  for (const instruction of document.getInstructions()) {
    if (instruction.getKeyword() !== 'ARG') continue
    for (const argument of instruction.getArguments()) {
      const [name = '', ...value] = argument.getValue().split('=')
      if (givenByBuilder.test(name)) continue
      found.set(name, (found.get(name) ?? false) || value.length > 0)
    }
  }
  return found
}

function lineStarts (text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ 0: end, index }) => index + end.length)]
}
