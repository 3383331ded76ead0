// SPDX-License-Identifier: GPL-2.0-only
#define T secs_to_jiffies(1)
unsigned long t = secs_to_jiffies(5);
void f(void)
{
	g(jiffies + secs_to_jiffies(a + b),
	  x / secs_to_jiffies(2));
}
