import {
  conflict,
  defineErrors,
  machineFailed,
  neededThing,
  refused,
  workFailed,
  wrongUsage
} from '../define-errors.js'

export const containerErrors = defineErrors({
  CONTAINER_IMAGE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} has no image named "{image}". There are: {known}.',
      zh: '{file} 中没有名为"{image}"的镜像。已有：{known}。'
    },
    hint: {
      en: 'Name one of them, or add it to "images" in packline.json.',
      zh: '请指定其中之一，或在 packline.json 的 "images" 中添加。'
    }
  },
  CONTAINER_FILE_MISSING: {
    kind: 'content',
    ...workFailed,
    text: { en: 'The image "{image}" has no {path}.', zh: '镜像"{image}"没有 {path}。' },
    hint: {
      en: 'Put it there, or name it in "containerfile" or "context" of the image.',
      zh: '请放入该文件，或在镜像的 "containerfile" 或 "context" 中指定。'
    }
  },
  CONTAINER_FILE_INVALID: {
    kind: 'content',
    ...workFailed,
    text: { en: '{file}, line {line}: {reason}', zh: '{file} 第 {line} 行：{reason}' },
    hint: {
      en: 'Correct the line; docs/images.md says what a Containerfile may name.',
      zh: '请修正该行；docs/zh-CN/images.md 说明 Containerfile 可以引用什么。'
    }
  },
  CONTAINER_BASE_UNPINNED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}, line {line}: the image {base} has no digest, so it may be another one tomorrow.',
      zh: '{file} 第 {line} 行：镜像 {base} 没有摘要，明天可能就不是同一个了。'
    },
    hint: {
      en: '"packline image pin {image}" asks the registry and writes its digest into packline.json.',
      zh: '"packline image pin {image}" 会询问仓库并将其摘要写入 packline.json。'
    }
  },
  CONTAINER_BASE_UNKNOWN: {
    kind: 'content',
    ...workFailed,
    text: { en: 'The registry has no {base}.', zh: '仓库中没有 {base}。' },
    hint: {
      en: 'Look at its name; if it was pruned there, "packline image pin {image}" takes what is there now.',
      zh: '请检查名称；如果仓库已将其清理，"packline image pin {image}" 会采用现有的版本。'
    }
  },
  CONTAINER_ARGUMENT_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The image "{image}" declares no build argument {argument}. There are: {known}.',
      zh: '镜像"{image}"未声明构建参数 {argument}。已有：{known}。'
    },
    hint: {
      en: 'Add it to "arguments" of the image, and as ARG to its Containerfile.',
      zh: '请添加到镜像的 "arguments"，并在 Containerfile 中以 ARG 声明。'
    }
  },
  CONTAINER_ARGUMENT_MISSING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The image "{image}" needs a value for the build argument {argument}.',
      zh: '镜像"{image}"需要构建参数 {argument} 的值。'
    },
    hint: {
      en: 'Add "--argument {argument}=VALUE", or a default in "arguments" of the image.',
      zh: '请添加 "--argument {argument}=VALUE"，或在镜像的 "arguments" 中给出默认值。'
    }
  },
  CONTAINER_ARGUMENT_SECRET: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The build argument {argument} looks like a secret; everybody who has the image could read it.',
      zh: '构建参数 {argument} 看起来是机密；任何得到镜像的人都能读到它。'
    },
    hint: {
      en: 'Name it in "secrets" of the image, say where it is in "images.secrets" of the machine, and read ' +
        'it with RUN --mount=type=secret,id=NAME.',
      zh: '请在镜像的 "secrets" 中命名，在机器配置的 "images.secrets" 中给出位置，并用 ' +
        'RUN --mount=type=secret,id=NAME 读取。'
    }
  },
  CONTAINER_SECRET_UNKNOWN: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'This machine does not know the secret {secret} that the image "{image}" needs.',
      zh: '本机没有镜像"{image}"所需的机密 {secret}。'
    },
    hint: {
      en: 'Add it to "images.secrets" in the configuration of the machine, or build on another one.',
      zh: '请在机器配置的 "images.secrets" 中添加，或在其他机器上构建。'
    }
  },
  CONTAINER_OUTSIDE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{path} of the image "{image}" leads out of its folder, to {target}.',
      zh: '镜像"{image}"的 {path} 指向其目录之外：{target}。'
    },
    hint: {
      en: 'Put a copy there, or leave the link out with .containerignore.',
      zh: '请改为放入副本，或用 .containerignore 排除该链接。'
    }
  },
  CONTAINER_CONTEXT_INVALID: {
    kind: 'content',
    ...workFailed,
    text: { en: '{path} of the image "{image}": {reason}', zh: '镜像"{image}"的 {path}：{reason}' },
    hint: {
      en: 'Mend it, or leave it out with .containerignore.',
      zh: '请修正，或用 .containerignore 排除。'
    }
  },
  CONTAINER_CONTEXT_CHANGED: {
    kind: 'machine',
    ...conflict,
    text: {
      en: '{path} of the image "{image}" changed while it was read.',
      zh: '镜像"{image}"的 {path} 在读取过程中发生了变化。'
    },
    hint: { en: 'Build again when nothing writes there.', zh: '请在无人写入时重新构建。' }
  },
  CONTAINER_TAG_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The tag {tag} of the image "{image}" needs {word}, which is not known here.',
      zh: '镜像"{image}"的标签 {tag} 需要 {word}，但此处未知。'
    },
    hint: {
      en: 'Add "--app-version", "--build" or "--commit", or change "tags" of the image.',
      zh: '请添加 "--app-version"、"--build" 或 "--commit"，或修改镜像的 "tags"。'
    }
  },
  CONTAINER_TAG_TAKEN: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{reference} is {there} already; it is never given to other bytes.',
      zh: '{reference} 已是 {there}；不会再指向其他内容。'
    },
    hint: { en: 'Give the build another number.', zh: '请使用其他构建号。' }
  },
  CONTAINER_BUILD_FAILED: {
    kind: 'content',
    ...workFailed,
    text: { en: 'The image "{image}" could not be built: {reason}', zh: '镜像"{image}"构建失败：{reason}' },
    hint: {
      en: 'The output above tells which step it was. Nothing was pushed.',
      zh: '上面的输出说明是哪一步。没有推送任何内容。'
    }
  },
  CONTAINER_BUILDER_FAILED: {
    kind: 'machine',
    ...machineFailed,
    text: { en: '{tool} could not {work}: {reason}', zh: '{tool} 未能完成（{work}）：{reason}' },
    hint: {
      en: '"packline health" tells whether this machine can build images; docs/images.md says what it needs.',
      zh: '"packline health" 会显示本机能否构建镜像；docs/zh-CN/images.md 说明所需条件。'
    }
  },
  CONTAINER_BUILDER_MISSING: {
    kind: 'machine',
    ...neededThing,
    text: { en: 'This machine has no {tool}.', zh: '本机没有 {tool}。' },
    hint: {
      en: 'Install it, with Debian "apt install buildah skopeo", or build on a machine that has it.',
      zh: '请安装（Debian："apt install buildah skopeo"），或在已安装的机器上构建。'
    }
  },
  CONTAINER_DISK_FULL: {
    kind: 'machine',
    ...neededThing,
    text: { en: 'The disk was full while {tool} worked: {reason}', zh: '{tool} 工作时磁盘已满：{reason}' },
    hint: {
      en: 'Make room in {storage}, or name another folder in "images.storage". Nothing was pushed.',
      zh: '请在 {storage} 中腾出空间，或在 "images.storage" 中指定其他目录。没有推送任何内容。'
    }
  },
  CONTAINER_REGISTRY_UNREACHABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The registry {registry} cannot be reached: {reason}',
      zh: '无法连接仓库 {registry}：{reason}'
    },
    hint: {
      en: 'Look at its name, its certificate and the way there. Nothing was given a tag.',
      zh: '请检查其名称、证书和网络。没有设置任何标签。'
    }
  },
  CONTAINER_REGISTRY_AUTH: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The registry {registry} does not let packline in: {reason}',
      zh: '仓库 {registry} 拒绝 packline 访问：{reason}'
    },
    hint: {
      en: 'Put USER:PASSWORD into a file, and name it in "images.registries" of the machine.',
      zh: '请将 USER:PASSWORD 写入文件，并在机器配置的 "images.registries" 中指定。'
    }
  },
  CONTAINER_REGISTRY_REFUSED: {
    kind: 'machine',
    ...machineFailed,
    text: { en: 'The registry {registry} refuses: {reason}', zh: '仓库 {registry} 拒绝：{reason}' },
    hint: {
      en: 'Its log tells why. To prune, it has to allow deleting: storage.delete.enabled.',
      zh: '原因见其日志。清理需要仓库允许删除：storage.delete.enabled。'
    }
  },
  CONTAINER_DIGEST_DIFFERS: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{reference} is {found} in the registry, not {expected} as it was pushed.',
      zh: '仓库中的 {reference} 是 {found}，而非推送的 {expected}。'
    },
    hint: {
      en: 'Something between here and the registry changes images. Nothing was recorded.',
      zh: '本机与仓库之间有程序改动了镜像。没有记录任何内容。'
    }
  },
  CONTAINER_RECORD_GONE: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{image}@{digest} is not recorded, or is being pruned: no release takes it.',
      zh: '{image}@{digest} 未被记录，或正在清理：发布不能采用它。'
    },
    hint: { en: 'Build it again.', zh: '请重新构建。' }
  }
})
