// ts-node's transpiler here: types become blanks, so that each line and column of a stack is the source's own
// and nobody has to read source maps, which cost a test process half of its time.
const { default: blankTypes } = require('ts-blank-space')

exports.create = () => ({
  transpile: (source, { fileName }) => ({
    // ts-node wants one; it is taken off again.
    sourceMapText: '{}',
    outputText: blankTypes(source, node => {
      const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart())
      throw new SyntaxError(
        `${fileName}:${line + 1}: TypeScript that cannot be erased: ${node.getText().slice(0, 80)}`
      )
    })
  })
})
