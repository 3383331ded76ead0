// SPDX-License-Identifier: GPL-2.0-only
#define T secs_to_jiffies(1)
unsigned long t = 5 * HZ;
void f(void)
{
	g(jiffies + (a + b) * HZ,
	  x / (2 * HZ));
}
