import t from 'tap'
import { commandTable } from '../cli/command-table.js'
import { parseArguments } from '../cli/parse-arguments.js'
import { jobKinds } from './job-kinds.js'

const nasty = ['-x', '--local', '--version', '--', '-', '--project=/etc', '@file', 'a b\'c"d;$(id)']

t.test('no parameter of a job passes for an option of its command', async t => {
  for (const kind of jobKinds) {
    const texts = Object
      .entries(kind.parameters.properties)
      .filter(([, schema]) => (schema as { type?: string }).type === 'string')
      .map(([name]) => name)
    t.ok(texts.length > 0)
    const plain = Object.fromEntries(texts.map(name => [name, 'plain']))
    const read = async (parameters: Record<string, string>) => {
      const words = kind.command('/work', parameters)
      return parseArguments(await commandTable[words.slice(0, 2).join(' ')]!(), words.slice(2))
    }
    const expected = JSON.stringify(await read(plain))
    for (const name of texts) {
      for (const value of nasty) {
        const found = JSON.stringify(
          await read({ ...plain, [name]: value }),
          (_key, each: unknown) => each === value ? 'plain' : each
        )
        t.equal(found, expected, `${kind.name} ${name} ${value}`)
      }
    }
  }
})
