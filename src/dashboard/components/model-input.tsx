import { Autocomplete, Group, Text, type AutocompleteProps } from '@mantine/core';
import { describeModel, type CatalogModel } from '../api/catalog.js';

interface ModelInputProps extends AutocompleteProps {
  readonly models: readonly CatalogModel[];
}

/** A model's name: any that the vendor knows, and those of the catalog to choose from, with context and prices. */
export function ModelInput({ models, ...input }: ModelInputProps) {
  const known = new Map(models.map((model) => [model.model, model]));
  return (
    <Autocomplete
      {...input}
      data={[...known.keys()]}
      limit={50}
      maxDropdownHeight={320}
      renderOption={({ option }) => {
        const model = known.get(option.value);
        return (
          <Group justify="space-between" w="100%" wrap="nowrap">
            <Text size="sm">{option.value}</Text>
            <Text size="xs" c="dimmed" ta="right">
              {model && describeModel(model)}
            </Text>
          </Group>
        );
      }}
    />
  );
}
