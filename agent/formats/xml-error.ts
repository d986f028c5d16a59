import { ReasonError } from '../error-text.js'
import { phrase, type Phrase, type Wording } from '../messages/phrase.js'

/** What is wrong with a file that should be XML. */
export type XmlProblem =
  | { kind: 'not-xml' | 'truncated', reason: Wording }
  | { kind: 'not-utf8', encoding: Wording }
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
export class XmlError extends ReasonError {
  override readonly name = 'XmlError'
  readonly problem: XmlProblem
  readonly place: TextPlace

  constructor (problem: XmlProblem, place: TextPlace) {
    super(phrase('xml.at', { line: place.line, column: place.column, what: sentence(problem) }))
    this.problem = problem
    this.place = place
  }
}

function sentence (problem: XmlProblem): Phrase {
  switch (problem.kind) {
    case 'not-xml':
      return phrase('xml.notXml', { reason: problem.reason })
    case 'truncated':
      return phrase('xml.cutOff', { reason: problem.reason })
    case 'not-utf8':
      return phrase('xml.encoding', { encoding: problem.encoding })
    case 'too-large':
      return phrase('xml.size', { size: problem.size, maximum: problem.maximum })
    case 'too-deep':
      return phrase('plist.levels', { most: problem.maximum })
    case 'too-many':
      return phrase('xml.many', { maximum: problem.maximum, what: problem.what })
    case 'duplicate-attribute':
      return phrase('xml.twice', { attribute: problem.attribute, element: problem.element })
    case 'doctype':
      return phrase('xml.doctype')
    case 'entity':
      return phrase('xml.entity', { entity: problem.entity })
  }
}
