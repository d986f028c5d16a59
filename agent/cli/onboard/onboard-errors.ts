import { defineErrors, wrongUsage } from '../../define-errors.js'

export const onboardErrors = defineErrors({
  ONBOARD_NO_FOLDER: {
    kind: 'caller',
    ...wrongUsage,
    text: { en: 'There is no folder {folder}.', zh: '没有目录 {folder}。' },
    hint: {
      en: "Run in the game's repository, or name it with --project DIR.",
      zh: '请在游戏仓库中运行，或用 --project DIR 指定目录。'
    }
  },
  ONBOARD_FILE_EXISTS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is {file} already: --write writes only a first one.',
      zh: '{file} 已经存在：--write 只写第一份。'
    },
    hint: {
      en: 'Run "packline onboard" without --write: it lists rules for what the file leaves out.',
      zh: '请不带 --write 运行 "packline onboard"：它会列出该文件遗漏的内容所需的规则。'
    }
  }
})
