import { defineErrors, wrongUsage } from '../define-errors.js'

export const configErrors = defineErrors({
  CONFIG_NOT_FOUND: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no {file}.',
      zh: '找不到 {file}。'
    },
    hint: {
      en: 'Run in a folder that holds a packline.json, or below one, or name it with --project DIR.',
      zh: '请在含有 packline.json 的目录或其子目录中运行，或用 --project DIR 指定目录。'
    }
  },
  CONFIG_UNREADABLE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} cannot be read: {reason}',
      zh: '无法读取 {file}：{reason}'
    },
    hint: {
      en: 'Check that it is a file, its owner and its mode.',
      zh: '请确认它是文件，并检查其所有者和权限。'
    }
  },
  CONFIG_NOT_JSON: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file}:{line}:{column}: this is no valid JSON: {reason}',
      zh: '{file}:{line}:{column}：不是有效的 JSON：{reason}'
    },
    hint: {
      en: 'Names and texts stand in double quotes, entries are separated by commas; comments are allowed.',
      zh: '名称和文字放在双引号中，各项之间用逗号分隔；允许注释。'
    }
  },
  CONFIG_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} has {count} {count#mistake|mistakes}:\n{mistakes}',
      zh: '{file} 有 {count} 处错误：\n{mistakes}'
    },
    hint: {
      en: 'Correct what is listed. "packline help FIELD" tells what a field is for: assets.output, say.',
      zh: '请修正所列各项。"packline help FIELD" 说明字段的用途，例如 assets.output。'
    }
  },
  AGENT_CONFIG_NOT_FOUND: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no agent configuration {file}.',
      zh: '找不到代理配置 {file}。'
    },
    hint: {
      en: 'Check --config and PACKLINE_CONFIG, or leave both out to run with all defaults.',
      zh: '请检查 --config 和 PACKLINE_CONFIG；两者都不设时全部使用默认值。'
    }
  },
  CONFIG_SECRET_MISSING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The secret in {where} cannot be used: {reason}',
      zh: '无法使用 {where} 中的密钥：{reason}'
    },
    hint: {
      en: 'Put the secret there: a file that only its owner may read, or a variable of the ' +
        'environment.',
      zh: '请在该处提供密钥：只有所有者可读的文件，或环境变量。'
    }
  },
  DEVICE_UNIDENTIFIED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'This machine has no identity: {reason}.',
      zh: '本机没有身份标识：{reason}。'
    },
    hint: {
      en: "Set PACKLINE_DEVICE_ID to the name of the physical host, or mount the host's /etc/machine-id " +
        'read-only and set PACKLINE_MACHINE_ID_FILE to it.',
      zh: '请把 PACKLINE_DEVICE_ID 设为物理主机名，或只读挂载主机的 /etc/machine-id 并把 ' +
        'PACKLINE_MACHINE_ID_FILE 指向它。'
    }
  }
})
