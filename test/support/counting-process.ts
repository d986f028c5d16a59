// Adds one to a document over and over, printing a line per update, until its standard input ends.
import { updateDocument } from '../../agent/coordination/documents.js'
import { LevelDocuments } from '../../agent/coordination/level-documents.js'

const [, , folder = ''] = process.argv
const documents = new LevelDocuments({ folder, isDurable: false })
const ended = new AbortController()
process
  .stdin
  .on('end', () => {
    ended.abort()
  })
  .resume()
while (!ended.signal.aborted) {
  await updateDocument<number>(documents, 'count', value => (value ?? 0) + 1)
  process.stdout.write('+\n')
}
await documents.close()
