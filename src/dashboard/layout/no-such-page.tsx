import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

export function NoSuchPage() {
  return (
    <Stack align="flex-start">
      <Title order={1} size="h2">
        There is no such page
      </Title>
      <Text size="sm">The link may be of another version of the gateway.</Text>
      <Anchor component={Link} to="/">
        To the first page
      </Anchor>
    </Stack>
  );
}
