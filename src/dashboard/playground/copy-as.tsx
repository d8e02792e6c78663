import { Tabs } from '@mantine/core';
import { CodeSample } from '../components/code-sample.js';
import { Dialog } from '../components/dialog.js';
import type { Ask } from './ask.js';
import { toSamples } from './code-samples.js';

interface CopyAsProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly ask: Ask;
  readonly target: string;
}

export function CopyAs({ opened, onClose, ask, target }: CopyAsProps) {
  const samples = opened ? toSamples(ask, { model: target, origin: location.origin }) : [];
  return (
    <Dialog opened={opened} onClose={onClose} title="The same call from an application" size="lg">
      <Tabs defaultValue="curl">
        <Tabs.List mb="sm">
          {samples.map(({ language }) => (
            <Tabs.Tab key={language} value={language}>
              {language}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {samples.map(({ language, code }) => (
          <Tabs.Panel key={language} value={language}>
            <CodeSample code={code} label={`the ${language} code`} maxHeight={480} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Dialog>
  );
}
