/** What is wrong with a file that should be XML. */
export type XmlProblem =
  | { kind: 'not-xml' | 'truncated', reason: string }
  | { kind: 'not-utf8', encoding: string }
  | { kind: 'too-large', size: number, maximum: number }
  | { kind: 'too-deep', maximum: number }
  | { kind: 'too-many', what: 'attributes' | 'elements', maximum: number }
  | { kind: 'duplicate-attribute', attribute: string, element: string }
  | { kind: 'doctype' }
  | { kind: 'entity', entity: string }

/** The place of a problem, both counted from 1; columns in characters of a JavaScript string. */
export interface TextPlace {
  line: number
  column: number
}

/**
 * A file that is refused. The caller knows what the file was for, and makes an error of the catalogue of it.
 */
export class XmlError extends Error {
  override readonly name = 'XmlError'
  readonly problem: XmlProblem
  readonly place: TextPlace

  constructor (problem: XmlProblem, place: TextPlace) {
    super(`line ${place.line}, column ${place.column}: ${sentence(problem)}`)
    this.problem = problem
    this.place = place
  }
}

function sentence (problem: XmlProblem): string {
  switch (problem.kind) {
    case 'not-xml':
      return `not well-formed XML: ${problem.reason}`
    case 'truncated':
      return `cut off: ${problem.reason}`
    case 'not-utf8':
      return `not UTF-8 (found ${problem.encoding})`
    case 'too-large':
      return `${problem.size} bytes, and at most ${problem.maximum} are read`
    case 'too-deep':
      return `more than ${problem.maximum} levels`
    case 'too-many':
      return `more than ${problem.maximum} ${problem.what}`
    case 'duplicate-attribute':
      return `the attribute ${problem.attribute} of <${problem.element}> stands there twice`
    case 'doctype':
      return 'a document type declaration (DOCTYPE) is not accepted'
    case 'entity':
      return `${problem.entity} is no known entity or character`
  }
}
