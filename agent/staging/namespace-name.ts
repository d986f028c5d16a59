import { createHash } from 'node:crypto'

/** What Kubernetes takes as the name of a namespace: RFC 1123. */
const longest = 63
const longestProject = 18
const hashLength = 10

/**
 * The namespace of an environment. A name that Kubernetes would take stays as it is; of any other what it can
 * take is kept, and a hash of all of it: `--` stands once in the first kind and twice in the second, so that
 * no two environments have one namespace.
 */
export function namespaceOf (prefix: string, project: string, name: string): string {
  const [ofProject, ofName] = [slug(project), slug(name)]
  const plain = `${prefix}-${ofProject}--${ofName}`
  const isPlain = ofProject === project && ofName === name && project !== '' && name !== ''
  if (isPlain && plain.length <= longest) return plain
  const hash = createHash('sha256').update(`${project}\0${name}`).digest('hex').slice(0, hashLength)
  const start = `${prefix}-${cut(ofProject, longestProject)}--`
  return `${start}${cut(ofName, longest - start.length - hashLength - 2)}--${hash}`
}

function slug (text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
}

function cut (text: string, length: number): string {
  return text.slice(0, length).replace(/-$/, '') || 'x'
}
