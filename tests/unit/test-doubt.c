// SPDX-License-Identifier: GPL-2.0-only
/*
 * Merges that look good and are not, each with a near miss that is.
 */
#include <string.h>

#include "engine/doubt/doubt.h"

struct sample {
	const char *name;
	const char *base;
	const char *theirs;
	const char *ours;
	const char *result;
	const char *doubt;	/* part of it; NULL for none */
};

#define F "int f(struct dev *dev)\n{\n"
#define G "int f(struct dev *eth)\n{\n"
#define V "void f(struct dev *dev)\n{\n"
#define H "int h(struct dev *dev)\n{\n"
#define END "}\n"

static const struct sample samples[] = {
	{ "as upstream",
	  F "\tone(dev);\n" END, F "\tone(dev);\n\ttwo(dev);\n" END,
	  F "\tuno(dev);\n" END, F "\tuno(dev);\n\ttwo(dev);\n" END, NULL },
	{ "a line of one function goes in another",
	  F "\tone(dev);\n\tdrop(dev);\n" END H "\ttwo(dev);\n" END,
	  F "\tone(dev);\n" END H "\ttwo(dev);\n\tthree(dev);\n" END,
	  F "\tone(dev);\n\tdrop(dev);\n" END H "\tdrop(dev);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tdrop(dev);\n" END H "\ttwo(dev);\n\tthree(dev);\n" END,
	  "'drop(dev);' changes in h(), and upstream in f()" },
	{ "it comes to another",
	  F "\tone(dev);\n" END H "\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tdrop(dev);\n" END H "\ttwo(dev);\n\tthree(dev);\n" END,
	  F "\tuno(dev);\n" END H "\ttwo(dev);\n" END,
	  F "\tuno(dev);\n" END H "\tdrop(dev);\n\ttwo(dev);\n\tthree(dev);\n" END,
	  "'drop(dev);' changes in h(), and upstream in f()" },
	{ "in both, as upstream",
	  F "\tone(dev);\n\tdrop(dev);\n" END H "\tdrop(dev);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n" END H "\ttwo(dev);\n" END,
	  F "\tuno(dev);\n\tdrop(dev);\n" END H "\tdrop(dev);\n\tdos(dev);\n" END,
	  F "\tuno(dev);\n" END H "\tdos(dev);\n" END, NULL },
	{ "one more in the same function",
	  F "\tone(dev);\n\tdrop(dev);\n" END H "\tdrop(dev);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n" END H "\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tdrop(dev);\n" END
	  H "\tdrop(dev);\n\ttwo(dev);\n\tdrop(dev);\n" END,
	  F "\tone(dev);\n" END H "\ttwo(dev);\n" END, NULL },
	{ "the function has another name here",
	  F "\tone(dev);\n\tdrop(dev);\n" END, F "\tone(dev);\n" END,
	  H "\tone(dev);\n\tdrop(dev);\n" END, H "\tone(dev);\n" END, "changes, and not" },
	{ "a variable that is not here",
	  F "\tone(dev);\n" END, F "\tone(dev);\n\ttwo(dev);\n" END,
	  G "\tone(eth);\n" END, G "\tone(eth);\n\ttwo(dev);\n" END, "has no 'dev' here" },
	{ "a type that only upstream's head has",
	  "int f(size n)\n{\n\tone(n);\n" END,
	  "int f(size n)\n{\n\tone(n);\n\ttwo((size) one(n) < n);\n" END,
	  "int f(int n)\n{\n\tuno(n);\n" END,
	  "int f(int n)\n{\n\tuno(n);\n\ttwo((size) one(n) < n);\n" END, NULL },
	{ "a variable of the file",
	  F "\tone(dev);\n" END, F "\tone(dev);\n\ttwo(dev);\n" END,
	  "static struct dev *dev;\n" G "\tone(eth);\n" END,
	  "static struct dev *dev;\n" G "\tone(eth);\n\ttwo(dev);\n" END, NULL },
	{ "a variable in a list of them",
	  F "\tint i, n, *dest;\n\tone(n);\n" END,
	  F "\tint i, n, *dest;\n\tone(n);\n\tset(dest);\n" END,
	  F "\tint i, n;\n\tuno(n);\n" END, F "\tint i, n;\n\tuno(n);\n\tset(dest);\n" END,
	  "has no 'dest' here" },
	{ "a list of arguments declares nothing",
	  F "\tone(n, dest, 1);\n" END, F "\tone(n, dest, 1);\n\tset(dest);\n" END,
	  F "\tuno(n);\n" END, F "\tuno(n);\n\tset(dest);\n" END, NULL },
	{ "its declaration was left out",
	  F "\tone(dev);\n" END, F "\tint n = 0;\n\tone(dev);\n\ttwo(n);\n" END,
	  F "\tuno(dev);\n" END, F "\tuno(dev);\n\ttwo(n);\n" END, "only a part" },
	{ "declared twice",
	  F "\tone(dev);\n" END, F "\tint n = 0;\n\tone(dev);\n\ttwo(n);\n" END,
	  F "\tint n = uno(dev);\n" END, F "\tint n = 0;\n\tint n = uno(dev);\n\ttwo(n);\n" END,
	  "in use" },
	{ "declared anew",
	  F "\tone(dev);\n" END, F "\tlong n = 0;\n\tone(dev);\n\ttwo(n);\n" END,
	  F "\tint n = 0;\n\tuno(dev);\n" END,
	  F "\tlong n = 0;\n\tuno(dev);\n\ttwo(n);\n" END, NULL },
	{ "no use is left",
	  F "\tint n = 1;\n\tint m = 2;\n\tone(n);\n\tone(m);\n" END,
	  F "\tint n = 1;\n\tint m = 2;\n\ttwo(m);\n\ttwo(n + m);\n" END,
	  F "\tint n = 1;\n\tint m = 2;\n\tone(n);\n\tone(m);\n" END,
	  F "\tint n = 1;\n\tint m = 2;\n\ttwo(m);\n" END, "no use" },
	{ "a parameter that came, without its use",
	  F "\tone(dev, 0);\n" END,
	  "int f(struct dev *dev, int alone)\n{\n\tone(dev, alone);\n" END,
	  F "\tuno(dev);\n" END,
	  "int f(struct dev *dev, int alone)\n{\n\tuno(dev);\n" END, "'alone' in 'f' has no use" },
	{ "a parameter that upstream does not use either",
	  F "\tone(dev, 0);\n" END,
	  "int f(struct dev *dev, int alone)\n{\n\tone(dev, 1);\n" END,
	  F "\tuno(dev);\n" END,
	  "int f(struct dev *dev, int alone)\n{\n\tuno(dev);\n" END, NULL },
	{ "a variable that came, without its use",
	  F "\tone(dev);\n" END, F "\tint n = get(dev);\n\n\tone(dev);\n\ttwo(n);\n" END,
	  F "\tuno(dev);\n" END, F "\tint n = get(dev);\n\n\tuno(dev);\n" END,
	  "'n' in 'f' has no use" },
	{ "a value from nothing",
	  F "\tone(dev);\n\treturn 0;\n" END,
	  F "\tif (!dev)\n\t\treturn -1;\n\tone(dev);\n\treturn 0;\n" END,
	  V "\tone(dev);\n" END, V "\tif (!dev)\n\t\treturn -1;\n\tone(dev);\n" END,
	  "returns nothing" },
	{ "nothing from a value",
	  V "\tone(dev);\n" END, V "\tif (!dev)\n\t\treturn;\n\tone(dev);\n" END,
	  F "\tone(dev);\n\treturn 0;\n" END,
	  F "\tif (!dev)\n\t\treturn;\n\tone(dev);\n\treturn 0;\n" END, "returns a value" },
	{ "a swallowed brace",
	  F "\tif (dev) {\n\t\tone(dev);\n\t}\n" END,
	  F "\tif (dev) {\n\t\ttwo(dev);\n\t}\n" END,
	  F "\tif (dev) {\n\t\tuno(dev);\n\t}\n" END,
	  F "\tif (dev) {\n\t\ttwo(dev);\n" END, "braces" },
	{ "two statements, and no braces here",
	  F "\tif (dev) {\n\t\tone(dev);\n\t\treturn 1;\n\t}\n" END,
	  F "\tif (dev) {\n\t\tone(dev);\n\t\ttwo(dev);\n\t\treturn 1;\n\t}\n" END,
	  F "\tif (dev)\n\t\treturn 1;\n" END,
	  F "\tif (dev)\n\t\ttwo(dev);\n\t\treturn 1;\n" END, "line 5 is indented" },
	{ "two statements, in braces",
	  F "\tif (dev) {\n\t\tone(dev);\n\t\treturn 1;\n\t}\n" END,
	  F "\tif (dev) {\n\t\tone(dev);\n\t\ttwo(dev);\n\t\treturn 1;\n\t}\n" END,
	  F "\tif (dev) {\n\t\treturn 1;\n\t}\n" END,
	  F "\tif (dev) {\n\t\ttwo(dev);\n\t\treturn 1;\n\t}\n" END, NULL },
	{ "declared no more",
	  F "\tone(eth);\n\tuno();\n" END, G "\tone(eth);\n\tuno();\n" END,
	  F "\tone(eth);\n\tdos(dev);\n" END, G "\tone(eth);\n\tdos(dev);\n" END,
	  "'dev' in 'f' is declared no more" },
	{ "declared otherwise",
	  F "\tone(eth);\n\tuno();\n" END,
	  G "\tint n, *dev = eth;\n\tone(eth);\n\tuno();\n" END,
	  F "\tone(eth);\n\tdos(dev);\n" END,
	  G "\tint n, *dev = eth;\n\tone(eth);\n\tdos(dev);\n" END, NULL },
	{ "no pointer here",
	  F "\tconf->a = 1;\n" END, F "\tconf->a = 1;\n\tconf->b = 2;\n" END,
	  "struct conf conf;\n" F "\tconf.a = 1;\n" END,
	  "struct conf conf;\n" F "\tconf.a = 1;\n\tconf->b = 2;\n" END,
	  "'conf' is no pointer here" },
	{ "a pointer here",
	  F "\tconf.a = 1;\n" END, F "\tconf.a = 1;\n\tconf.b = 2;\n" END,
	  F "\tstruct conf *conf = get();\n\n\tconf->a = 1;\n" END,
	  F "\tstruct conf *conf = get();\n\n\tconf->a = 1;\n\tconf.b = 2;\n" END,
	  "'conf' is a pointer here" },
	{ "another function's variable of that name",
	  F "\tconf->a = 1;\n" END, F "\tconf->a = 1;\n\tconf->b = 2;\n" END,
	  "void h(struct conf conf)\n{\n\tconf.a = 1;\n}\n\n" F "\tconf->c = 1;\n" END,
	  "void h(struct conf conf)\n{\n\tconf.a = 1;\n}\n\n"
	  F "\tconf->c = 1;\n\tconf->b = 2;\n" END, NULL },
	{ "an address where none is taken",
	  F "\tprep(&a);\n\tprep(&b);\n\tprep(&c);\n" END,
	  F "\tprep(&a);\n\tprep(&b);\n\tprep(&c);\n\tprep(&dev);\n" END,
	  F "\tprep(a);\n\tprep(b);\n\tprep(c);\n" END,
	  F "\tprep(a);\n\tprep(b);\n\tprep(c);\n\tprep(&dev);\n" END,
	  "calls of 'prep' begin with no address here" },
	{ "addresses and others",
	  F "\tprep(&a);\n\tprep(&b);\n\tprep(&c);\n" END,
	  F "\tprep(&a);\n\tprep(&b);\n\tprep(&c);\n\tprep(&dev);\n" END,
	  F "\tprep(a);\n\tprep(b);\n\tprep(c);\n\tprep(&d);\n" END,
	  F "\tprep(a);\n\tprep(b);\n\tprep(c);\n\tprep(&d);\n\tprep(&dev);\n" END, NULL },
	{ "no comma between elements",
	  "int t[] = {\n\t[A] = 1,\n\t[B] = 2,\n};\n",
	  "int t[] = {\n\t[A] = 1,\n\t[B] = 2,\n\t[C] = 3,\n};\n",
	  "int t[] = {\n\t[A] = 1,\n\t[D] = 2\n};\n",
	  "int t[] = {\n\t[A] = 1,\n\t[D] = 2\n\t[C] = 3,\n};\n", "without ','" },
	{ "a comma in front of a comment",
	  "int t[] = {\n\t[A] = 1,\n\t[B] = 2,\n};\n",
	  "int t[] = {\n\t[A] = 1,\n\t[B] = 2,\n\t/* three */\n\t[C] = 3,\n};\n",
	  "int t[] = {\n\t[A] = 1,\n\t[D] = 2,\n};\n",
	  "int t[] = {\n\t[A] = 1,\n\t[D] = 2,\n\t/* three */\n\t[C] = 3,\n};\n", NULL },
	{ "in front of it there, behind it here",
	  F "\tone(dev);\n\tinfo.type = dev->type;\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tclear(dev);\n\tinfo.type = dev->type;\n\ttwo(dev);\n" END,
	  F "\tinfo.type = dev->type;\n\tone(dev);\n\ttwo(dev);\n" END,
	  F "\tinfo.type = dev->type;\n\tone(dev);\n\tclear(dev);\n\ttwo(dev);\n" END,
	  "in front of 'info.type = dev->type;'" },
	{ "in front of it here too",
	  F "\tone(dev);\n\tinfo.type = dev->type;\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tclear(dev);\n\tinfo.type = dev->type;\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\ttwo(dev);\n\tinfo.type = dev->type;\n" END,
	  F "\tone(dev);\n\tclear(dev);\n\ttwo(dev);\n\tinfo.type = dev->type;\n" END, NULL },
	{ "in front of the call that is another one here, and above it",
	  F "\tone(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tlock(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tdrop_one(dev, n);\n\tone(dev);\n\ttwo(dev);\n" END,
	  F "\tdrop_one(dev, n);\n\tone(dev);\n\tlock(dev);\n\ttwo(dev);\n" END,
	  "adds in front of 'drop_all(dev, n);'; the call" },
	{ "in front of it here too, whatever it is called",
	  F "\tone(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tlock(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\ttwo(dev);\n\tdrop_one(dev, n);\n" END,
	  F "\tone(dev);\n\tlock(dev);\n\ttwo(dev);\n\tdrop_one(dev, n);\n" END, NULL },
	{ "behind a call that is another one here, and in front of it",
	  F "\tone(dev);\n\tinit_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tinit_all(dev, n);\n\tstart(dev);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\ttwo(dev);\n\tinit_one(dev, n);\n" END,
	  F "\tone(dev);\n\tstart(dev);\n\ttwo(dev);\n\tinit_one(dev, n);\n" END,
	  "adds behind 'init_all(dev, n);'; the call" },
	{ "of two calls the one here may be the other",
	  F "\tone(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n\tdrop_all(dev, n);\n" END,
	  F "\tone(dev);\n\tlock(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n"
	  "\tdrop_all(dev, n);\n" END,
	  F "\tdrop_one(dev, n);\n\tone(dev);\n\ttwo(dev);\n" END,
	  F "\tdrop_one(dev, n);\n\tone(dev);\n\tlock(dev);\n\ttwo(dev);\n" END, NULL },
	{ "a call of another kind is none in its place",
	  F "\tone(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tlock(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tset_mode(dev, n);\n\tone(dev);\n\ttwo(dev);\n" END,
	  F "\tset_mode(dev, n);\n\tone(dev);\n\tlock(dev);\n\ttwo(dev);\n" END, NULL },
	{ "a call that is about another thing is none in its place",
	  F "\tone(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tone(dev);\n\tlock(dev);\n\tdrop_all(dev, n);\n\ttwo(dev);\n" END,
	  F "\tdrop_one(eth, n);\n\tone(dev);\n\ttwo(dev);\n" END,
	  F "\tdrop_one(eth, n);\n\tone(dev);\n\tlock(dev);\n\ttwo(dev);\n" END, NULL },
	{ "an else without its if",
	  F "\tif (dev)\n\t\tone(dev);\n\treset(dev);\n" END,
	  F "\tif (dev)\n\t\tone(dev);\n\telse\n\t\ttwo(dev);\n\treset(dev);\n" END,
	  F "\tone(dev);\n\treset(dev);\n" END,
	  F "\tone(dev);\n\telse\n\t\ttwo(dev);\n\treset(dev);\n" END, "no 'if' for this 'else'" },
	{ "an else with its if",
	  F "\tif (dev)\n\t\tone(dev);\n\treset(dev);\n" END,
	  F "\tif (dev)\n\t\tone(dev);\n\telse\n\t\ttwo(dev);\n\treset(dev);\n" END,
	  F "\tif (dev) {\n\t\tuno(dev);\n\t\tone(dev);\n\t}\n\treset(dev);\n" END,
	  F "\tif (dev) {\n\t\tuno(dev);\n\t\tone(dev);\n\t}\n\telse\n\t\ttwo(dev);\n"
	  "\treset(dev);\n" END, NULL },
	{ "an else of two that go with two",
	  F "\tif (dev)\n\t\tif (odd)\n\t\t\tone(dev);\n\t\telse\n\t\t\tuno(dev);\n" END,
	  F "\tif (dev)\n\t\tif (odd)\n\t\t\tone(dev);\n\t\telse\n\t\t\tuno(dev);\n"
	  "\telse\n\t\ttwo(dev);\n" END,
	  F "\tdo_it(dev);\n\tif (dev)\n\t\tif (odd)\n\t\t\tone(dev);\n\t\telse\n"
	  "\t\t\tuno(dev);\n" END,
	  F "\tdo_it(dev);\n\tif (dev)\n\t\tif (odd)\n\t\t\tone(dev);\n\t\telse\n"
	  "\t\t\tuno(dev);\n\telse\n\t\ttwo(dev);\n" END, NULL },
	{ "an else of another if",
	  F "\tif (dev->up)\n\t\tone(dev);\n\treset(dev);\n" END,
	  F "\tif (dev->up)\n\t\tone(dev);\n\telse\n\t\ttwo(dev);\n\treset(dev);\n" END,
	  F "\tif (count > 1)\n\t\twait_for(count);\n\treset(dev);\n" END,
	  F "\tif (count > 1)\n\t\twait_for(count);\n\telse\n\t\ttwo(dev);\n\treset(dev);\n" END,
	  "one of another 'if' upstream" },
	{ "an #else without its #if",
	  F "#ifdef A\n\tone(dev);\n#endif\n\treset(dev);\n" END,
	  F "#ifdef A\n\tone(dev);\n#else\n\ttwo(dev);\n#endif\n\treset(dev);\n" END,
	  F "\tone(dev);\n\treset(dev);\n" END,
	  F "\tone(dev);\n#else\n\ttwo(dev);\n\treset(dev);\n" END, "has no #if here" },
	{ "an #else with its #if",
	  F "#ifdef A\n\tone(dev);\n#endif\n\treset(dev);\n" END,
	  F "#ifdef A\n\tone(dev);\n#else\n\ttwo(dev);\n#endif\n\treset(dev);\n" END,
	  F "#if A\n\tone(dev);\n#endif\n\treset(dev);\n" END,
	  F "#if A\n\tone(dev);\n#else\n\ttwo(dev);\n#endif\n\treset(dev);\n" END, NULL },
	{ "a case without its switch",
	  F "\tswitch (dev) {\n\tcase 1:\n\t\tone(dev);\n\t}\n" END,
	  F "\tswitch (dev) {\n\tcase 1:\n\t\tone(dev);\n\tcase 2:\n\t\tone(dev);\n\t}\n" END,
	  F "\tif (dev == 1) {\n\t\tone(dev);\n\t}\n" END,
	  F "\tif (dev == 1) {\n\t\tone(dev);\n\tcase 2:\n\t\tone(dev);\n\t}\n" END,
	  "no 'switch' for this 'case'" },
	{ "a brace at the wrong indent",
	  F "\tret = one(dev);\n\tif (ret)\n\t\tsay(dev);\n" END,
	  F "\tret = one(dev);\n\tif (ret) {\n\t\tsay(dev);\n\t\tclear(dev);\n\t}\n" END,
	  F "\tif (dev) {\n\t\tret = one(dev);\n\t\tif (ret)\n\t\t\tsay(dev);\n\t}\n" END,
	  F "\tif (dev) {\n\t\tret = one(dev);\n\t\tif (ret) {\n\t\t\tsay(dev);\n\t}\n"
	  "\t\tclear(dev);\n\t}\n" END, "line 7 is indented as if it stood in another block" },
	{ "a brace at the right indent",
	  F "\tret = one(dev);\n\tif (ret)\n\t\tsay(dev);\n" END,
	  F "\tret = one(dev);\n\tif (ret) {\n\t\tsay(dev);\n\t\tclear(dev);\n\t}\n" END,
	  F "\tif (dev) {\n\t\tret = one(dev);\n\t\tif (ret)\n\t\t\tsay(dev);\n\t}\n" END,
	  F "\tif (dev) {\n\t\tret = one(dev);\n\t\tif (ret) {\n\t\t\tsay(dev);\n"
	  "\t\t\tclear(dev);\n\t\t}\n\t}\n" END, NULL },
	{ "behind the block that its neighbour is in",
	  F "\tprepare(dev, 1);\n\tfinish(dev, 1);\n" END,
	  F "\tprepare(dev, 1);\n\tclear(dev, 1);\n\tfinish(dev, 1);\n" END,
	  F "\tif (dev) {\n\t\tprepare(dev, 1);\n\t}\n\tfinish(dev, 1);\n" END,
	  F "\tif (dev) {\n\t\tprepare(dev, 1);\n\t}\n\tclear(dev, 1);\n\tfinish(dev, 1);\n" END,
	  "a block ends above line 6, and not upstream" },
	{ "behind a block that is one statement there",
	  F "\tif (dev)\n\t\tprepare(dev, 1);\n\tfinish(dev, 1);\n" END,
	  F "\tif (dev)\n\t\tprepare(dev, 1);\n\tclear(dev, 1);\n\tfinish(dev, 1);\n" END,
	  F "\tif (dev) {\n\t\tone(dev);\n\t\tprepare(dev, 1);\n\t}\n\tfinish(dev, 1);\n" END,
	  F "\tif (dev) {\n\t\tone(dev);\n\t\tprepare(dev, 1);\n\t}\n\tclear(dev, 1);\n"
	  "\tfinish(dev, 1);\n" END, NULL },
	{ "in the block that its neighbours are in",
	  F "\tprepare(dev, 1);\n\tfinish(dev, 1);\n" END,
	  F "\tprepare(dev, 1);\n\tclear(dev, 1);\n\tfinish(dev, 1);\n" END,
	  F "\tif (dev) {\n\t\tprepare(dev, 1);\n\t\tfinish(dev, 1);\n\t}\n" END,
	  F "\tif (dev) {\n\t\tprepare(dev, 1);\n\t\tclear(dev, 1);\n\t\tfinish(dev, 1);\n\t}\n"
	  END, NULL },
	{ "a twin",
	  F "\tone(dev);\n" END, F "\ttwo(dev);\n" END,
	  F "\tone(dev);\n" END "int g(struct dev *dev)\n{\n\tone(dev);\n" END,
	  F "\tone(dev);\n" END "int g(struct dev *dev)\n{\n\ttwo(dev);\n" END, "'g' changes" },
	{ "nothing was merged",
	  F "\tone(dev);\n" END, F "\ttwo(dev);\n" END, V "\tx();\n" END, V "\tx();\n" END, NULL },
};

static GBytes *bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static void test_sample(gconstpointer data)
{
	const struct sample *sample = data;
	g_autoptr(GBytes) base = bytes_of(sample->base), theirs = bytes_of(sample->theirs);
	g_autoptr(GBytes) ours = bytes_of(sample->ours), result = bytes_of(sample->result);
	g_autoptr(scans) scans = scans_new();
	struct doubt_input input = { base, theirs, ours, result, scans };
	struct signs signs = { { 0 } };
	g_autofree char *doubt = doubt_find(&input, &signs);

	if (!sample->doubt)
		g_assert_cmpstr(doubt, ==, NULL);
	else if (!doubt || !strstr(doubt, sample->doubt))
		g_error("'%s' instead of '%s'", doubt, sample->doubt);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strdup_printf("/doubt/%s", samples[i].name);

		g_test_add_data_func(path, &samples[i], test_sample);
	}
	return g_test_run();
}
