// Takes 10 s.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Machine, buildPackline } from './support/agent-process.js'

t.setTimeout(600_000)
buildPackline()

t.test('every command that docs/agent.md shows runs', async t => {
  const text = readFileSync(join(import.meta.dirname, '../docs/agent.md'), 'utf8')
  const lines = [...text.matchAll(/```sh\n([^]*?)```/g)]
    .flatMap(([, block]) => block!.split('\n'))
    .filter(
      line => line.startsWith('packline ')
    )
    .map(line => line.replace(/ +#.*$/, ''))
  const machine = new Machine(t)
  const game = machine.addGame()
  const agent = await machine.serve()
  t.match(await machine.run(['assets', 'build', '--key', 'jenkins-game-42'], { cwd: game }), { status: 0 })
  // The agent runs already; where it listens and how it ends is tried last.
  const [ends, others] = [
    lines.filter(line => line.includes(' --drain')),
    lines.filter(line => !line.startsWith('packline serve'))
  ]
  for (const line of [...others, ...ends]) {
    const { status, stderr } = await machine.run(line.split(' ').slice(1), { cwd: game })
    t.equal(status, 0, `${line}: ${stderr}`)
  }
  t.ok(others.length >= 7)
  t.match(await agent.ended, { status: 0 })
})
