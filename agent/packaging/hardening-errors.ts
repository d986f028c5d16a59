import { defineErrors, workFailed } from '../define-errors.js'

export const hardeningErrors = defineErrors({
  PACKAGE_HARDENING_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The hardening of {platform} failed ({status}): {reason}',
      zh: '{platform} 的加固失败（{status}）：{reason}'
    },
    hint: {
      en: 'All that the tool said is in {log}. Its account, its server or its licence may be the reason.',
      zh: '工具的全部输出见 {log}。原因可能在于其账号、服务器或授权。'
    }
  },
  PACKAGE_HARDENING_NO_OUTPUT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The hardening of {platform} ended well, but did not write one file {file}; found: {found}.',
      zh: '{platform} 的加固成功结束，却没有写出唯一的文件 {file}；找到：{found}。'
    },
    hint: {
      en: '{output} is the file to write; "produces" names what a tool calls itself in {folder}. What it ' +
        'said is in {log}.',
      zh: '{output} 是应写出的文件；若工具在 {folder} 中自行命名，请用 "produces" 指定。其输出见 {log}。'
    }
  },
  PACKAGE_HARDENING_UNCHANGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The hardening of {platform} changed nothing: each entry is as it was.',
      zh: '{platform} 的加固没有任何改动：每个条目都与原来相同。'
    },
    hint: {
      en: 'A tool that is not logged in, or has no policy, may end so. What it said is in {log}.',
      zh: '工具未登录或没有策略时可能如此结束。其输出见 {log}。'
    }
  },
  PACKAGE_HARDENING_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The hardening of {platform} changed what it may not:\n{list}',
      zh: '{platform} 的加固改动了不允许改动的内容：\n{list}'
    },
    hint: {
      en: 'What belongs to the tool is named in packages.platforms.{platform}.hardening.adds; entries that ' +
        'the packages get are left out by a setting of the tool. What it said is in {log}.',
      zh:
        '属于工具的内容写入 packages.platforms.{platform}.hardening.adds；安装包所加的条目请用工具的设置排除。' +
        '其输出见 {log}。'
    }
  }
})
